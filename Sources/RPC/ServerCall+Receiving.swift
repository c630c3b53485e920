import NIOCore

// What the client sends.
extension ServerCall {
  /// Takes a part of the request's body.
  public func receive(_ bytes: ByteBuffer, endStream: Bool) {
    guard phase != .finished else { return transport.consumed(bytes.readableBytes, stream: stream) }
    untakenBytes += bytes.readableBytes
    deframer.append(bytes)
    do {
      while let message = try deframer.next() { try accept(message) }
      if endStream { try clientFinished() }
    } catch {
      return fail(error)
    }
    if inbound.isEmpty { releaseWindow() }
  }

  func accept(_ message: InboundMessage) throws(RPCError) {
    if let reader {
      self.reader = nil
      releaseWindow()
      return reader.resume(returning: taken(message))
    }
    if route.binding.method.shape == .unary, !inbound.isEmpty {
      throw RPCError(
        .unimplemented,
        reason: "MESSAGE_COUNT",
        message: "The method takes one message; more were sent."
      )
    }
    inbound.append(message)
  }

  func clientFinished() throws(RPCError) {
    guard deframer.isEmpty else {
      throw RPCError(
        .internal,
        reason: "TRUNCATED_MESSAGE",
        message: "The stream ended inside a message; send it whole."
      )
    }
    clientEnded = true
    reader?.resume(returning: nil)
    reader = nil
    guard phase == .receiving else { return }
    guard let message = inbound.popFirst() else {
      throw RPCError(
        .unimplemented,
        reason: "MESSAGE_COUNT",
        message: "The method takes one message; the call ended without."
      )
    }
    dispatch(taken(message))
  }

  func taken(_ message: InboundMessage) -> ByteBuffer {
    if message.wasCompressed != context.requestWasCompressed {
      context.requestWasCompressed = message.wasCompressed
    }
    return message.bytes
  }

  func releaseWindow() {
    guard untakenBytes > 0 else { return }
    transport.consumed(untakenBytes, stream: stream)
    untakenBytes = 0
  }
}
