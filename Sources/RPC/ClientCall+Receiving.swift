import NIOCore

// What the connection reports.
extension ClientCall {
  /// The request's headers are sent on a stream.
  public func started(stream: Int32, transport: any ClientTransport) {
    self.stream = stream
    self.transport = transport
    guard let deadline = options.deadline else { return }
    deadlineTimer = eventLoop.assumeIsolated().scheduleTask(deadline: deadline.instant) { [weak self] in
      self?.deadlinePassed()
    }
  }

  /// The server sent headers, or trailers.
  public func receive(_ fields: [Metadata.Entry], endStream: Bool) {
    guard outcome == nil else { return }
    if headers == nil, !endStream {
      guard accept(headers: fields) else { return }
    } else if endStream {
      if headers == nil { _ = checkHTTP(fields) }
      guard outcome == nil else { return }
      accept(trailers: fields)
    }
  }

  /// The server sent a part of its messages.
  public func receive(_ bytes: ByteBuffer, endStream: Bool) {
    guard outcome == nil else { return }
    untakenBytes += bytes.readableBytes
    deframer.append(bytes)
    do {
      while let message = try deframer.next() { accept(message) }
    } catch {
      return abort(error)
    }
    if inbound.isEmpty || unary != nil { releaseWindow() }
    if endStream {
      end(
        .failure(
          RPCError(.internal, reason: "NO_STATUS", message: "The server ended the call without a status.")
        )
      )
    }
  }

  /// The stream is over, by a reset or because the connection is.
  public func closed(errorCode: UInt32, notProcessed: Bool) {
    guard outcome == nil else { return }
    wasNotProcessed = notProcessed || errorCode == 0x7
    let code = notProcessed ? StatusCode.unavailable : StatusCode(http2ErrorCode: errorCode)
    end(
      .failure(
        RPCError(
          code,
          reason: "STREAM_RESET",
          message: "The server reset the stream of \(method.path) with HTTP/2 error \(errorCode)."
        )
      )
    )
  }

  /// The connection broke.
  public func connectionLost(_ error: RPCError, notProcessed: Bool) {
    guard outcome == nil else { return }
    wasNotProcessed = notProcessed
    end(.failure(error))
  }

  /// What was queued was sent; writers that waited for that go on.
  public func drained() {
    let waiting = writers
    writers = []
    for writer in waiting { writer.resume() }
  }

  func accept(headers fields: [Metadata.Entry]) -> Bool {
    guard checkHTTP(fields) else { return false }
    var metadata = Metadata()
    for field in fields where !Self.isReserved(field.name) { metadata.append(field.name, field.value) }
    headers = metadata
    let encoding = fields.first { $0.name == "grpc-encoding" }?.value ?? "identity"
    deframer = MessageDeframer(limitBytes: Self.responseLimitBytes, acceptsCompressed: encoding == "gzip")
    headersReader?.resume(returning: metadata)
    headersReader = nil
    return true
  }

  /// Ends the call when the answer is none of gRPC's.
  func checkHTTP(_ fields: [Metadata.Entry]) -> Bool {
    func value(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
    let status = Int(value(":status")) ?? 0
    if status == 200, value("content-type").hasPrefix("application/grpc") { return true }
    if fields.contains(where: { $0.name == "grpc-status" }) { return true }
    let code = status == 200 ? StatusCode.unknown : StatusCode(httpStatus: status)
    abort(
      RPCError(
        code,
        reason: "NOT_GRPC",
        message: "The server answered HTTP \(status) with content-type '\(value("content-type").prefix(80))'."
      )
    )
    return false
  }

  func accept(trailers fields: [Metadata.Entry]) {
    var metadata = Metadata()
    for field in fields where !Self.isReserved(field.name) { metadata.append(field.name, field.value) }
    trailers = metadata
    guard fields.contains(where: { $0.name == "grpc-status" }) else {
      return end(
        .failure(RPCError(.unknown, reason: "NO_STATUS", message: "The trailers hold no grpc-status."))
      )
    }
    guard var error = RPCError(trailers: fields) else { return end(.success(())) }
    error.metadata = metadata
    end(.failure(error))
  }

  static func isReserved(_ name: String) -> Bool {
    name.hasPrefix(":") || name.hasPrefix("grpc-") && name != "grpc-retry-pushback-ms"
      || name == "content-type"
  }

  func accept(_ message: InboundMessage) {
    if let reader {
      self.reader = nil
      releaseWindow()
      reader.resume(returning: message.bytes)
    } else {
      inbound.append(message)
    }
  }

  func releaseWindow() {
    guard untakenBytes > 0 else { return }
    transport?.consumed(untakenBytes, stream: stream)
    untakenBytes = 0
  }
}
