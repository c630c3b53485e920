import NIOCore

// How a call ends.
extension ClientCall {
  func deadlinePassed() {
    abort(
      RPCError(
        .deadlineExceeded,
        reason: "DEADLINE_EXCEEDED",
        message: "No answer to \(method.path) before its deadline."
      )
    )
  }

  /// Ends the call from this side.
  func abort(_ error: RPCError) {
    guard outcome == nil else { return }
    if stream != 0 { transport?.cancel(stream: stream) }
    end(.failure(error))
  }

  func end(_ result: Result<Void, RPCError>) {
    guard outcome == nil else { return }
    outcome = result
    deadlineTimer?.cancel()
    deadlineTimer = nil
    finishUnary(result)
    if inbound.isEmpty {
      reader?.resume(with: result.map { nil }.mapError { $0 as any Error })
      reader = nil
    }
    headersReader?.resume(with: result.map { headers ?? [:] }.mapError { $0 as any Error })
    headersReader = nil
    let gone = RPCError(.cancelled, reason: "CALL_ENDED", message: "The call is over.")
    for writer in writers { writer.resume(throwing: gone) }
    writers = []
  }

  func finishUnary(_ result: Result<Void, RPCError>) {
    guard let unary else { return }
    self.unary = nil
    switch result {
    case .failure(let error): unary.resume(throwing: error)
    case .success:
      let count = inbound.count
      guard count == 1, let message = inbound.popFirst() else {
        return unary.resume(
          throwing: RPCError(
            .unimplemented,
            reason: "MESSAGE_COUNT",
            message: "The server sent \(count) messages where one belongs."
          )
        )
      }
      unary.resume(
        returning: UnaryReply(
          message: message.bytes,
          initialMetadata: headers ?? [:],
          trailingMetadata: trailers
        )
      )
    }
  }

  func onLoop(_ body: @escaping @Sendable () -> Void) {
    if eventLoop.inEventLoop { body() } else { eventLoop.execute(body) }
  }
}
