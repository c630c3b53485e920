import HTTP2
import NIOCore
import RPC

/// A client's connection and the calls that came by it.
///
/// `@unchecked Sendable`: it is touched on its channel's event loop only; NIO calls handlers there, and `ServerCall`
/// comes back there before it calls its transport.
final class ServerConnection: SessionConnection, ServedConnection, @unchecked Sendable {
  let taskExecutor: any TaskExecutor
  let replies: ReplyQueue
  let interceptors: [any ServerInterceptor]
  private(set) var peer = ""
  var runningHandlers = 0

  private let router: ServiceRouter
  private let transcoder: (any Transcoder)?
  private let limits: ConnectionLimits
  private let onClose: @Sendable (ServerConnection) -> Void

  private var calls = StreamTable<ServerCall>()
  private var knownRequests = KnownRequests()
  /// Requests that are not gRPC, until their bodies are there.
  private var requests: [Int32: WaitingRequest] = [:]
  private var waitingBytes = 0
  private var farewell = Farewell.none
  private var hasHandshake = false
  private var sweep: DeadlineSweep
  private var livenessCheck: Scheduled<Void>?
  private var awaitsPong = false
  private var idleSince = NIODeadline.now()

  init(
    loop: any EventLoop,
    executor: any TaskExecutor,
    replies: ReplyQueue,
    router: ServiceRouter,
    transcoder: (any Transcoder)?,
    interceptors: [any ServerInterceptor],
    limits: ConnectionLimits,
    onClose: @escaping @Sendable (ServerConnection) -> Void
  ) throws {
    taskExecutor = executor
    self.replies = replies
    self.router = router
    self.transcoder = transcoder
    self.interceptors = interceptors
    self.limits = limits
    self.onClose = onClose
    sweep = DeadlineSweep(loop: loop)
    super.init(
      try HTTP2Session(role: .server, limits: limits.http2),
      loop: loop,
      writeLimitBytes: limits.socketHighWaterBytes
    )
  }

  // MARK: - The socket

  override func connected() {
    peer = context?.channel.remoteAddress?.description ?? ""
    guard livenessCheck == nil else { return }
    scheduleLivenessCheck(after: limits.handshakeTimeout)
  }

  override func sessionFailed() { farewell = .said }

  override func disconnected() {
    livenessCheck?.cancel()
    sweep.cancel()
    let open = calls.all
    calls = StreamTable()
    for call in open { call.cancelled() }
    onClose(self)
  }

  // MARK: - Events

  override func handle(_ event: HTTP2Event, _ now: NIODeadline) {
    switch event {
    case .headers(let stream, let fields, let endStream):
      began(stream, fields, endStream, now)
    case .headersTooLarge(let stream):
      refuseLargeHeaders(stream)
    case .data(let stream, let bytes, let endStream):
      session.consumeConnection(bytes.readableBytes)
      if let call = calls[stream] {
        call.receive(bytes, endStream: endStream)
      } else {
        received(bytes, endStream, by: stream)
      }
    case .closed(let stream, _):
      if let call = calls.remove(stream) { call.cancelled() }
      forget(stream)
      if calls.isEmpty { idleSince = now }
    case .drained(let stream):
      calls[stream]?.drained()
    case .settings:
      hasHandshake = true
    case .pingAcknowledged:
      awaitsPong = false
      if farewell == .announced { refuseFurtherStreams() }
    case .goAway:
      break
    }
  }

  private func began(_ stream: Int32, _ fields: [HeaderField], _ endStream: Bool, _ now: NIODeadline) {
    if let call = calls[stream] {
      // Trailers of a request: gRPC has none, but HTTP/2 does.
      if endStream { call.receive(ByteBuffer(), endStream: true) }
      return
    }
    if requests[stream] != nil {
      if endStream { received(ByteBuffer(), true, by: stream) }
      return
    }
    guard runningHandlers < limits.maxRunningHandlers, session.queuedBytes < limits.maxQueuedBytes else {
      return session.reset(stream: stream, errorCode: HTTP2ErrorCode.refusedStream)
    }
    let head = knownRequests.head(fields, router)
    if let transcoder, !head.isGRPC { return begin(head, stream, endStream, transcoder) }
    guard let call = ServerCall.begin(head, stream: stream, router: router, transport: self, now: now) else {
      return
    }
    guard !call.isFinished else { return }
    calls[stream] = call
    if call.isReceiving { watch(requestDeadline(call)) }
    if endStream { call.receive(ByteBuffer(), endStream: true) }
  }

  private func begin(_ head: RequestHead, _ stream: Int32, _ endStream: Bool, _ transcoder: any Transcoder) {
    let exchange = HTTP2Exchange(self, stream: stream, httpMethod: head.httpMethod)
    guard let request = transcoder.begin(head, on: exchange, of: self) else { return }
    if endStream { return go(on: stream, request.receive(ByteBuffer(), endStream: true, router: router)) }
    let deadline = Deadline(.now() + limits.requestTimeout)
    requests[stream] = WaitingRequest(request: request, exchange: exchange, deadline: deadline)
    watch(deadline)
  }

  private func received(_ bytes: ByteBuffer, _ endStream: Bool, by stream: Int32) {
    guard let waiting = requests[stream] else { return }
    session.consume(bytes.readableBytes, stream: stream)
    requests[stream]?.bytes += bytes.readableBytes
    waitingBytes += bytes.readableBytes
    guard waitingBytes <= limits.maxWaitingBytes else {
      forget(stream)
      return waiting.exchange.respond(503, [], body: ByteBuffer())
    }
    go(on: stream, waiting.request.receive(bytes, endStream: endStream, router: router))
  }

  private func go(on stream: Int32, _ step: TranscodingStep) {
    switch step {
    case .waiting: return
    case .answered: break
    case .began(let call): calls[stream] = call
    }
    forget(stream)
  }

  private func forget(_ stream: Int32) {
    guard let gone = requests.removeValue(forKey: stream) else { return }
    waitingBytes -= gone.bytes
  }

  private func refuseLargeHeaders(_ stream: Int32) {
    let error = RPCError(
      .resourceExhausted,
      reason: "HEADERS_TOO_LARGE",
      message: "At most \(limits.http2.maxHeaderListBytes) bytes of headers are taken."
    )
    sendTrailersOnly(Status(error).trailers, stream: stream)
  }

  override var hasLoneCall: Bool { calls.count <= 1 }

  override var hasEnded: Bool {
    farewell == .said && calls.isEmpty && requests.isEmpty && !session.wantsToSend
  }

  // MARK: - Time

  private func scheduleLivenessCheck(after delay: TimeAmount) {
    livenessCheck = eventLoop.scheduleTask(in: delay) { [weak self] in self?.checkLiveness() }
  }

  /// Also ends those who send a header block so slowly that no PING can be answered before its end.
  private func checkLiveness() {
    guard let context else { return }
    guard hasHandshake, !awaitsPong else { return context.close(promise: nil) }
    if calls.isEmpty, idleSince + limits.idleTimeout <= .now() { beginDraining() }
    awaitsPong = true
    work {
      session.forgive()
      session.ping()
    }
    scheduleLivenessCheck(after: min(limits.keepaliveInterval, limits.idleTimeout))
  }

  private func requestDeadline(_ call: ServerCall) -> Deadline {
    let limit = Deadline(call.startTime + limits.requestTimeout)
    return call.deadline.map { min($0, limit) } ?? limit
  }

  // MARK: - Shutdown

  /// Takes no more calls; closes when those that run are done.
  ///
  /// First the client is told, and only when it must have heard is it refused: calls that were on their way are
  /// answered, instead of being lost (RFC 9113, section 6.8).
  func beginDraining() {
    eventLoop.preconditionInEventLoop()
    guard farewell == .none else { return }
    guard hasHandshake else { return refuseFurtherStreams() }
    farewell = .announced
    work { session.announceShutdown() }
    // Later, because nghttp2 sends a PING before all else, and its answer is to say that the rest has arrived.
    eventLoop.execute { [weak self] in
      guard let self else { return }
      work { session.ping() }
    }
  }

  private func refuseFurtherStreams() {
    farewell = .said
    work { session.goAway() }
  }

  /// Ends what still runs.
  func terminate() {
    eventLoop.preconditionInEventLoop()
    context?.close(promise: nil)
  }
}

/// How far a connection is with ending.
private enum Farewell {
  case none
  /// The client was told to begin no more streams.
  case announced
  /// Further streams are refused.
  case said
}

/// A request that is not gRPC, whose body has time until its deadline.
private struct WaitingRequest {
  let request: any TranscodedRequest
  let exchange: HTTP2Exchange
  let deadline: Deadline
  /// What came of its body.
  var bytes = 0
}

// MARK: - What calls need

extension ServerConnection: ServerTransport {
  func sendReply(_ message: LengthPrefixedMessage, stream: Int32) {
    send(stream) {
      try session.submitResponse(
        GRPCHeaders.response,
        body: message.bytes,
        trailers: GRPCHeaders.okTrailers,
        stream: stream
      )
    }
  }

  func sendHeaders(_ headers: [Metadata.Entry], stream: Int32) {
    send(stream) {
      try session.submitResponse(GRPCHeaders.responseFields + headers.map(HeaderField.init), stream: stream)
    }
  }

  func sendMessage(_ bytes: ByteBuffer, stream: Int32) -> Int {
    send(stream) { session.send(bytes, stream: stream) }
    // Asked after the flush: what has left already will not be reported as drained again.
    return session.queuedBytes(stream: stream)
  }

  func sendTrailers(_ trailers: [Metadata.Entry], stream: Int32) {
    send(stream) { session.finish(stream: stream, trailers: trailers.map(HeaderField.init)) }
  }

  func sendTrailersOnly(_ trailers: [Metadata.Entry], stream: Int32) {
    send(stream) {
      try session.submitHeadersOnly(
        GRPCHeaders.responseFields + trailers.map(HeaderField.init),
        stream: stream
      )
    }
  }

  func sendHTTPStatus(_ status: Int, stream: Int32) {
    send(stream) { try session.submitHeadersOnly([HeaderField(":status", "\(status)")], stream: stream) }
  }

  func consumed(_ byteCount: Int, stream: Int32) {
    work { session.consume(byteCount, stream: stream) }
  }

  func watch(_ deadline: Deadline) {
    guard !sweep.covers(deadline) else { return }
    sweep.watch(deadline) { [weak self] now in self?.sweepDeadlines(now) }
  }

  private func sweepDeadlines(_ now: NIODeadline) -> Deadline? {
    var next: Deadline?
    work {
      for call in calls.all {
        guard !call.isFinished, let deadline = call.isReceiving ? requestDeadline(call) : call.deadline
        else { continue }
        if deadline.instant <= now {
          call.deadlinePassed()
        } else if next.map({ deadline < $0 }) ?? true {
          next = deadline
        }
      }
      for (stream, waiting) in requests {
        if waiting.deadline.instant <= now {
          forget(stream)
          waiting.exchange.respond(408, [], body: ByteBuffer())
        } else if next.map({ waiting.deadline < $0 }) ?? true {
          next = waiting.deadline
        }
      }
    }
    return next
  }

  private func send(_ stream: Int32, _ body: () throws -> Void) {
    send(stream) { _ in try body() }
  }

  /// Queues a part of an answer; the stream is reset when that fails.
  func send(_ stream: Int32, _ body: (HTTP2Session) throws -> Void) {
    work {
      do {
        try body(session)
      } catch {
        session.reset(stream: stream, errorCode: HTTP2ErrorCode.internalError)
      }
    }
  }
}
