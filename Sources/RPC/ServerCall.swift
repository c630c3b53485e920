import NIOCore

/// One call on the server: from the headers of its request to its status.
///
/// The states: *receiving* (headers are there, a unary handler waits for its message), *running* (the handler works),
/// *finished* (the status is sent, or nobody waits for it any more). The connection feeds it, the handler's task answers
/// through it.
///
/// `@unchecked Sendable`: all its state is touched on `transport.eventLoop` only. The connection runs there, handlers'
/// tasks prefer that loop's executor, and the methods that a handler may call from elsewhere hop there first.
public final class ServerCall: @unchecked Sendable {
  enum Phase {
    case receiving
    case running
    case finished
  }

  static let highWaterBytes = 65_536

  public let stream: Int32
  let transport: any ServerTransport
  let route: ServiceRouter.Route
  let context: ServerContext
  let acceptsGzip: Bool

  private(set) var phase = Phase.receiving
  private var deframer: MessageDeframer
  private var task: Task<Void, Never>?
  /// Whether the handler has not answered yet and others run meanwhile.
  private var isSuspended = false
  private var sentHeaders = false

  // What came and was not taken yet.
  private var inbound = MessageQueue()
  private var untakenBytes = 0
  private var clientEnded = false
  private var reader: CheckedContinuation<ByteBuffer?, any Error>?
  private var writers: [CheckedContinuation<Void, any Error>] = []

  private init(
    stream: Int32,
    head: RequestHead,
    route: ServiceRouter.Route,
    context: ServerContext,
    transport: any ServerTransport
  ) {
    self.stream = stream
    self.route = route
    self.context = context
    self.transport = transport
    acceptsGzip = head.acceptsGzip
    deframer = MessageDeframer(
      limitBytes: route.binding.method.requestLimitBytes,
      acceptsCompressed: head.encoding == "gzip"
    )
  }

  /// Whether the status is sent.
  public var isFinished: Bool { phase == .finished }

  /// When nobody waits for the answer any more.
  public var deadline: Deadline? { context.deadline }

  /// Whether the handler's task runs.
  public var isRunning: Bool { phase == .running }

  // MARK: - The beginning

  /// Takes a request's headers. Refuses it right away, or returns the call that goes on.
  public static func begin(
    _ head: RequestHead,
    stream: Int32,
    router: ServiceRouter,
    transport: any ServerTransport,
    now: NIODeadline
  ) -> ServerCall? {
    guard head.httpMethod == "POST" else {
      transport.sendHTTPStatus(405, stream: stream)
      return nil
    }
    guard head.isGRPC else {
      transport.sendHTTPStatus(415, stream: stream)
      return nil
    }
    do {
      let route = try router.route(head.path)
      try checkEncoding(head)
      let context = ServerContext(
        method: route.binding.method,
        metadata: head.metadata,
        deadline: try deadline(head, now),
        peer: transport.peer,
        startTime: now
      )
      let call = ServerCall(stream: stream, head: head, route: route, context: context, transport: transport)
      call.start()
      return call
    } catch {
      transport.sendTrailersOnly(Status(error).trailers, stream: stream)
      return nil
    }
  }

  private static func checkEncoding(_ head: RequestHead) throws(RPCError) {
    guard let encoding = head.encoding, encoding != "identity", encoding != "gzip" else { return }
    throw RPCError(
      .unimplemented,
      reason: "UNSUPPORTED_ENCODING",
      message: "Messages compressed with \(encoding.prefix(40)) are not taken here; use gzip or identity."
    )
  }

  private static func deadline(_ head: RequestHead, _ now: NIODeadline) throws(RPCError) -> Deadline? {
    guard let timeout = head.timeout else { return nil }
    guard let deadline = Deadline(timeoutHeader: timeout, from: now) else {
      throw RPCError(
        .internal,
        reason: "MALFORMED_TIMEOUT",
        message: "grpc-timeout is at most eight digits and one of H, M, S, m, u, n."
      )
    }
    return deadline
  }

  private func start() {
    do {
      for interceptor in transport.interceptors { try interceptor.began(context) }
    } catch {
      return finish(Status(error))
    }
    if let deadline = context.deadline { transport.watch(deadline) }
    if case .streaming(let handler) = route.binding.handler {
      run { call in
        try await handler(call, call, call.context)
        return nil
      }
    }
  }

  // MARK: - What the client sends

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

  private func accept(_ message: InboundMessage) throws(RPCError) {
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

  private func clientFinished() throws(RPCError) {
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

  private func taken(_ message: InboundMessage) -> ByteBuffer {
    if message.wasCompressed != context.requestWasCompressed {
      context.requestWasCompressed = message.wasCompressed
    }
    return message.bytes
  }

  private func releaseWindow() {
    guard untakenBytes > 0 else { return }
    transport.consumed(untakenBytes, stream: stream)
    untakenBytes = 0
  }

  // MARK: - The handler

  private func dispatch(_ message: ByteBuffer) {
    if isLate { return deadlinePassed() }
    switch route.binding.handler {
    case .immediate(let handler):
      phase = .running
      do {
        reply(try handler(message, context))
      } catch {
        finish(Status(RPCError(handlerError: error)))
      }
    case .deferred(let handler):
      phase = .running
      suspended()
      do {
        try handler(message, context, ReplySink(self))
      } catch {
        completed(.failure(error))
      }
    case .unary(let handler):
      run { call in try await handler(message, call.context) }
    case .streaming:
      break
    }
  }

  /// Whether nobody waits any more. The clock is read only when that is near.
  private var isLate: Bool {
    guard let deadline = context.deadline else { return false }
    return deadline.instant < context.startTime + .milliseconds(5) && deadline.hasPassed
  }

  private func run(_ body: @escaping @Sendable (ServerCall) async throws -> LengthPrefixedMessage?) {
    phase = .running
    let task = Task.immediate(executorPreference: transport.taskExecutor) {
      let result: Result<LengthPrefixedMessage?, any Error>
      do {
        result = .success(try await body(self))
      } catch {
        result = .failure(error)
      }
      if self.transport.eventLoop.inEventLoop {
        self.completed(result)
      } else {
        self.transport.eventLoop.execute { self.completed(result) }
      }
    }
    guard phase == .running else { return }
    self.task = task
    suspended()
  }

  private func suspended() {
    isSuspended = true
    transport.runningHandlers += 1
  }

  func completed(_ result: Result<LengthPrefixedMessage?, any Error>) {
    if isSuspended { transport.runningHandlers -= 1 }
    isSuspended = false
    task = nil
    guard phase == .running else { return }
    switch result {
    case .success(let message?): reply(message)
    case .success(nil): finish(.ok)
    case .failure(let error): finish(Status(RPCError(handlerError: error)))
    }
  }

  /// Answers from any thread, for a deferred handler.
  func reply(_ result: Result<LengthPrefixedMessage?, any Error>) {
    if transport.eventLoop.inEventLoop { completed(result) } else { transport.replies.push(result, to: self) }
  }

  private func reply(_ message: LengthPrefixedMessage) {
    guard context.hasPlainReply, !sentHeaders else {
      _ = write(message)
      return finish(.ok)
    }
    transport.sendReply(message, stream: stream)
    ended(.ok)
  }

  // MARK: - The end

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

  private func fail(_ error: RPCError) {
    cancelHandler()
    finish(Status(error))
  }

  private func cancelHandler() {
    context.markCancelled()
    task?.cancel()
  }

  private func finish(_ status: Status) {
    guard phase != .finished else { return }
    var status = status
    for entry in context.trailingMetadata.entries { status.metadata.append(entry.name, entry.value) }
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

  private func ended(_ code: StatusCode) {
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

  // MARK: - Streaming

  private func ensureHeaders() {
    guard !sentHeaders else { return }
    sentHeaders = true
    var headers = context.initialMetadata.entries
    if compresses { headers.insert(Metadata.Entry(name: "grpc-encoding", value: "gzip"), at: 0) }
    transport.sendHeaders(headers, stream: stream)
  }

  private var compresses: Bool { acceptsGzip && context.compressesResponses }

  private func write(_ message: LengthPrefixedMessage) -> Int {
    ensureHeaders()
    let outgoing = compresses ? message.compressed() : message
    return transport.sendMessage(outgoing.bytes, stream: stream)
  }

  private func onLoop(_ body: @escaping @Sendable () -> Void) {
    if transport.eventLoop.inEventLoop { body() } else { transport.eventLoop.execute(body) }
  }

  private func write(_ message: LengthPrefixedMessage, _ continuation: CheckedContinuation<Void, any Error>) {
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

  private func read(_ continuation: CheckedContinuation<ByteBuffer?, any Error>) {
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
