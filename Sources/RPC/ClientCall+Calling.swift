import NIOCore

// What the caller does.
extension ClientCall: ClientStream {
  private func framed(_ message: ByteBuffer) -> ByteBuffer {
    let plain = LengthPrefixedMessage(serialized: message)
    return options.compressesRequests ? plain.compressed().bytes : plain.bytes
  }

  /// Sends the only request and waits for the only response. To be called once the call is started, on its loop.
  public func exchange(_ message: ByteBuffer, _ continuation: CheckedContinuation<UnaryReply, any Error>) {
    eventLoop.preconditionInEventLoop()
    if case .failure(let error)? = outcome { return continuation.resume(throwing: error) }
    unary = continuation
    _ = transport?.send(framed(message), stream: stream)
    transport?.finish(stream: stream)
  }

  public func send(_ message: ByteBuffer) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      onLoop { self.write(message, continuation) }
    }
  }

  private func write(_ message: ByteBuffer, _ continuation: CheckedContinuation<Void, any Error>) {
    if let outcome {
      // The status says why nobody reads any more; `next` tells it.
      let gone = RPCError(.cancelled, reason: "CALL_ENDED", message: "The call is over.")
      if case .failure(let error) = outcome { return continuation.resume(throwing: error) }
      return continuation.resume(throwing: gone)
    }
    let queued = transport?.send(framed(message), stream: stream) ?? 0
    if queued > Self.highWaterBytes {
      writers.append(continuation)
    } else {
      continuation.resume()
    }
  }

  public func finishSending() async throws {
    onLoop {
      if self.outcome == nil { self.transport?.finish(stream: self.stream) }
    }
  }

  public func next() async throws -> ByteBuffer? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        onLoop { self.read(continuation) }
      }
    } onCancel: {
      cancel()
    }
  }

  private func read(_ continuation: CheckedContinuation<ByteBuffer?, any Error>) {
    if let message = inbound.popFirst() {
      if inbound.isEmpty { releaseWindow() }
      continuation.resume(returning: message.bytes)
    } else if let outcome {
      continuation.resume(with: outcome.map { nil }.mapError { $0 as any Error })
    } else {
      reader = continuation
    }
  }

  public func cancel() {
    onLoop { self.abort(RPCError(.cancelled, reason: "CANCELLED", message: "The call was cancelled.")) }
  }

  public func initialMetadata() async throws -> Metadata {
    try await withCheckedThrowingContinuation { continuation in
      onLoop {
        if let headers = self.headers {
          continuation.resume(returning: headers)
        } else if let outcome = self.outcome {
          continuation.resume(with: outcome.map { [:] }.mapError { $0 as any Error })
        } else {
          self.headersReader = continuation
        }
      }
    }
  }

  public var trailingMetadata: Metadata {
    get async {
      await withCheckedContinuation { continuation in onLoop { continuation.resume(returning: self.trailers) }
      }
    }
  }
}
