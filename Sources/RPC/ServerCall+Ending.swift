import NIOCore

// How a call ends.
extension ServerCall {
  /// The deadline has passed: the client gets its status now, whatever the handler does.
  public func deadlinePassed() {
    guard phase != .finished else { return }
    cancelHandler()
    finish(
      Status(
        RPCError(
          .deadlineExceeded,
          reason: "DEADLINE_EXCEEDED",
          message: "The deadline of the call passed on the server."
        )
      )
    )
  }

  /// The stream is gone: the client cancelled the call, or the connection broke.
  public func cancelled() {
    guard phase != .finished else { return }
    cancelHandler()
    ended(.cancelled)
  }

  /// What was queued was sent; writers that waited for that go on.
  public func drained() {
    let waiting = writers
    writers = []
    for writer in waiting { writer.resume() }
  }

  func fail(_ error: RPCError) {
    cancelHandler()
    finish(Status(error))
  }

  func cancelHandler() {
    context.markCancelled()
    task?.cancel()
  }

  func finish(_ status: Status) {
    guard phase != .finished else { return }
    var status = status
    for entry in context.trailingMetadata.entries { status.metadata.append(entry.name, entry.value) }
    // Before they are sent: the stream may close meanwhile, which must not end the call a second time.
    phase = .finished
    if sentHeaders {
      transport.sendTrailers(status.trailers, stream: stream)
    } else if context.initialMetadata.isEmpty {
      transport.sendTrailersOnly(status.trailers, stream: stream)
    } else {
      ensureHeaders()
      transport.sendTrailers(status.trailers, stream: stream)
    }
    ended(status.code)
  }

  func ended(_ code: StatusCode) {
    phase = .finished
    releaseWindow()
    inbound.removeAll()
    let gone = RPCError(.cancelled, reason: "CALL_ENDED", message: "The call is over.")
    reader?.resume(throwing: gone)
    reader = nil
    for writer in writers { writer.resume(throwing: gone) }
    writers = []
    let interceptors = transport.interceptors
    guard !interceptors.isEmpty else { return }
    let duration = (NIODeadline.now() - context.startTime).nanoseconds
    for interceptor in interceptors {
      interceptor.ended(context, status: code, durationNanoseconds: duration)
    }
  }
}
