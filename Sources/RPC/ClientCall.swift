import NIOCore

/// One call on the client: from its request to its status.
///
/// `@unchecked Sendable`: `method`, `options` and `eventLoop` never change; everything else is touched on `eventLoop`
/// only, where the connection runs and where the methods that callers use hop first.
public final class ClientCall: @unchecked Sendable {
  /// Largest message that a client takes.
  static let responseLimitBytes = 16_777_216
  static let highWaterBytes = 65_536

  public let method: Method
  public let options: CallOptions
  private let eventLoop: any EventLoop

  private weak var transport: (any ClientTransport)?
  private var stream: Int32 = 0
  private var deframer = MessageDeframer(limitBytes: responseLimitBytes, acceptsCompressed: false)
  private var headers: Metadata?
  private var trailers = Metadata()
  /// How the call ended; nil while it goes on.
  private var outcome: Result<Void, RPCError>?
  /// Whether the server certainly did nothing, so that trying again is safe for any method.
  public private(set) var wasNotProcessed = false

  private var inbound = MessageQueue()
  private var untakenBytes = 0
  private var serverEnded = false

  private var unary: CheckedContinuation<UnaryReply, any Error>?
  private var reader: CheckedContinuation<ByteBuffer?, any Error>?
  private var headersReader: CheckedContinuation<Metadata, any Error>?
  private var writers: [CheckedContinuation<Void, any Error>] = []
  private var deadlineTimer: Scheduled<Void>?

  public init(method: Method, options: CallOptions, eventLoop: any EventLoop) {
    self.method = method
    self.options = options
    self.eventLoop = eventLoop
  }

  /// The headers of the request, in the order that the protocol asks for (PROTOCOL-HTTP2.md, "Requests").
  public func requestHeaders(scheme: String, authority: String) -> [Metadata.Entry] {
    var entries = [
      Metadata.Entry(name: ":method", value: "POST"),
      Metadata.Entry(name: ":scheme", value: scheme),
      Metadata.Entry(name: ":path", value: method.path),
      Metadata.Entry(name: ":authority", value: authority),
      Metadata.Entry(name: "te", value: "trailers"),
      Metadata.Entry(name: "content-type", value: "application/grpc"),
      Metadata.Entry(name: "user-agent", value: "trunkline/1"),
      Metadata.Entry(name: "grpc-accept-encoding", value: "identity,gzip"),
    ]
    if let deadline = options.deadline {
      entries.append(Metadata.Entry(name: "grpc-timeout", value: deadline.timeoutHeader))
    }
    if options.compressesRequests { entries.append(Metadata.Entry(name: "grpc-encoding", value: "gzip")) }
    return entries + options.metadata.entries
  }

  // MARK: - What the connection does

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

  // MARK: - The answer

  private func accept(headers fields: [Metadata.Entry]) -> Bool {
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
  private func checkHTTP(_ fields: [Metadata.Entry]) -> Bool {
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

  private func accept(trailers fields: [Metadata.Entry]) {
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

  private static func isReserved(_ name: String) -> Bool {
    name.hasPrefix(":") || name.hasPrefix("grpc-") && name != "grpc-retry-pushback-ms"
      || name == "content-type"
  }

  private func accept(_ message: InboundMessage) {
    if let reader {
      self.reader = nil
      releaseWindow()
      reader.resume(returning: message.bytes)
    } else {
      inbound.append(message)
    }
  }

  private func releaseWindow() {
    guard untakenBytes > 0 else { return }
    transport?.consumed(untakenBytes, stream: stream)
    untakenBytes = 0
  }

  // MARK: - The end

  private func deadlinePassed() {
    abort(
      RPCError(
        .deadlineExceeded,
        reason: "DEADLINE_EXCEEDED",
        message: "No answer to \(method.path) before its deadline."
      )
    )
  }

  /// Ends the call from this side.
  private func abort(_ error: RPCError) {
    guard outcome == nil else { return }
    if stream != 0 { transport?.cancel(stream: stream) }
    end(.failure(error))
  }

  private func end(_ result: Result<Void, RPCError>) {
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

  private func finishUnary(_ result: Result<Void, RPCError>) {
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

  private func onLoop(_ body: @escaping @Sendable () -> Void) {
    if eventLoop.inEventLoop { body() } else { eventLoop.execute(body) }
  }
}

// MARK: - What the caller does

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
