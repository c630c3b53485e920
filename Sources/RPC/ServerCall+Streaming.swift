import NIOCore

// What a handler that streams needs.
extension ServerCall {
  func ensureHeaders() {
    guard !sentHeaders else { return }
    sentHeaders = true
    var headers = context.initialMetadata.entries
    if compresses { headers.insert(Metadata.Entry(name: "grpc-encoding", value: "gzip"), at: 0) }
    transport.sendHeaders(headers, stream: stream)
  }

  var compresses: Bool { acceptsGzip && context.compressesResponses }

  func write(_ message: LengthPrefixedMessage) -> Int {
    ensureHeaders()
    let outgoing = compresses ? message.compressed() : message
    return transport.sendMessage(outgoing.bytes, stream: stream)
  }

  func onLoop(_ body: @escaping @Sendable () -> Void) {
    if transport.eventLoop.inEventLoop { body() } else { transport.eventLoop.execute(body) }
  }

  func write(_ message: LengthPrefixedMessage, _ continuation: CheckedContinuation<Void, any Error>) {
    guard phase == .running else {
      return continuation.resume(
        throwing: RPCError(.cancelled, reason: "CALL_ENDED", message: "The call is over.")
      )
    }
    if write(message) > Self.highWaterBytes {
      writers.append(continuation)
    } else {
      continuation.resume()
    }
  }

  func read(_ continuation: CheckedContinuation<ByteBuffer?, any Error>) {
    if phase == .finished {
      continuation.resume(
        throwing: RPCError(.cancelled, reason: "CALL_ENDED", message: "The call is over.")
      )
    } else if let message = inbound.popFirst() {
      if inbound.isEmpty { releaseWindow() }
      continuation.resume(returning: taken(message))
    } else if clientEnded {
      continuation.resume(returning: nil)
    } else {
      reader = continuation
    }
  }
}

extension ServerCall: RequestMessages, ResponseSink {
  public func next() async throws -> ByteBuffer? {
    try await withCheckedThrowingContinuation { continuation in
      onLoop { self.read(continuation) }
    }
  }

  public func send(_ message: LengthPrefixedMessage) async throws {
    try await withCheckedThrowingContinuation { continuation in
      onLoop { self.write(message, continuation) }
    }
  }

  public func sendHeaders() async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      onLoop {
        if self.phase == .running { self.ensureHeaders() }
        continuation.resume()
      }
    }
  }
}
