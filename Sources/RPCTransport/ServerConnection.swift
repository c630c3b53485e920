import HTTP2
import NIOCore
import RPC

/// Joins one socket to one HTTP/2 session and its calls: bytes in become calls, answers become bytes out.
///
/// All replies that one read brought about leave in one write.
///
/// `@unchecked Sendable`: it is touched on its channel's event loop only; NIO calls handlers there, and `ServerCall`
/// comes back there before it calls its transport.
final class ServerConnection: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let eventLoop: any EventLoop
  let taskExecutor: any TaskExecutor
  let replies: ReplyQueue
  let interceptors: [any ServerInterceptor]
  private(set) var peer = ""
  var runningHandlers = 0

  private let router: ServiceRouter
  private let limits: ConnectionLimits
  private let onClose: @Sendable (ServerConnection) -> Void

  private let session: HTTP2Session
  private var context: ChannelHandlerContext?
  private var calls: [Int32: ServerCall] = [:]
  private var events: [HTTP2Event] = []
  /// Inside `work`: what is queued now is written when it ends.
  private var isWorking = false
  private var isFlushScheduled = false
  private var isDraining = false
  private var closesWhenFlushed = false
  private var hasHandshake = false
  private var sweep: DeadlineSweep
  private var idleCheck: Scheduled<Void>?
  private var idleSince = NIODeadline.now()

  init(
    loop: any EventLoop,
    executor: any TaskExecutor,
    replies: ReplyQueue,
    router: ServiceRouter,
    interceptors: [any ServerInterceptor],
    limits: ConnectionLimits,
    onClose: @escaping @Sendable (ServerConnection) -> Void
  ) throws {
    eventLoop = loop
    taskExecutor = executor
    self.replies = replies
    self.router = router
    self.interceptors = interceptors
    self.limits = limits
    self.onClose = onClose
    session = try HTTP2Session(role: .server, limits: limits.http2)
    sweep = DeadlineSweep(loop: loop)
  }

  // MARK: - The socket

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    peer = context.channel.remoteAddress?.description ?? ""
    if context.channel.isActive { started() }
  }

  func channelActive(context: ChannelHandlerContext) {
    started()
  }

  private func started() {
    guard idleCheck == nil else { return }
    scheduleIdleCheck(after: limits.handshakeTimeout)
    flush()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    work(flushesNow: true) {
      do {
        try session.receive(unwrapInboundIn(data))
      } catch {
        // The session told the peer why, if it could; that leaves with the flush before the close.
        isDraining = true
        closesWhenFlushed = true
      }
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { flush() }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    closed()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    closed()
    self.context = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func closed() {
    idleCheck?.cancel()
    sweep.cancel()
    let open = calls.values
    calls = [:]
    for call in open { call.cancelled() }
    onClose(self)
  }

  // MARK: - Work

  /// Runs something that may queue frames, handles the events that come of it, and writes once.
  private func work(flushesNow: Bool = false, _ body: () -> Void) {
    guard !isWorking else { return body() }
    isWorking = true
    body()
    handleEvents()
    isWorking = false
    if flushesNow { flush() } else { flushSoon() }
  }

  /// Writes after everything else that this turn of the loop does: answers that one commit or one batch of calls brings
  /// about leave in one write.
  private func flushSoon() {
    guard !isFlushScheduled else { return }
    isFlushScheduled = true
    eventLoop.assumeIsolated().execute {
      self.isFlushScheduled = false
      self.flush()
    }
  }

  private func handleEvents() {
    session.drainEvents(into: &events)
    while !events.isEmpty {
      let now = NIODeadline.now()
      for event in events { handle(event, now) }
      session.drainEvents(into: &events)
    }
  }

  private func handle(_ event: HTTP2Event, _ now: NIODeadline) {
    switch event {
    case .headers(let stream, let fields, let endStream):
      began(stream, fields, endStream, now)
    case .headersTooLarge(let stream):
      refuseLargeHeaders(stream)
    case .data(let stream, let bytes, let endStream):
      session.consumeConnection(bytes.readableBytes)
      calls[stream]?.receive(bytes, endStream: endStream)
    case .closed(let stream, _):
      if let call = calls.removeValue(forKey: stream) { call.cancelled() }
      if calls.isEmpty { idleSince = now }
    case .drained(let stream):
      calls[stream]?.drained()
    case .settings:
      hasHandshake = true
    case .goAway, .pingAcknowledged:
      break
    }
  }

  private func began(_ stream: Int32, _ fields: [HeaderField], _ endStream: Bool, _ now: NIODeadline) {
    if let call = calls[stream] {
      // Trailers of a request: gRPC has none, but HTTP/2 does.
      if endStream { call.receive(ByteBuffer(), endStream: true) }
      return
    }
    guard runningHandlers < limits.maxRunningHandlers else {
      return session.reset(stream: stream, errorCode: HTTP2ErrorCode.refusedStream)
    }
    var head = RequestHead()
    for field in fields { head.take(field.name, field.value) }
    guard let call = ServerCall.begin(head, stream: stream, router: router, transport: self, now: now) else {
      return
    }
    guard !call.isFinished else { return }
    calls[stream] = call
    if endStream { call.receive(ByteBuffer(), endStream: true) }
  }

  private func refuseLargeHeaders(_ stream: Int32) {
    let error = RPCError(
      .resourceExhausted,
      reason: "HEADERS_TOO_LARGE",
      message: "At most \(limits.http2.maxHeaderListBytes) bytes of headers are taken."
    )
    sendTrailersOnly(Status(error).trailers, stream: stream)
  }

  // MARK: - Writing

  private func flush() {
    guard !isWorking, let context, context.channel.isActive else { return }
    var wrote = false
    while context.channel.isWritable, session.wantsToSend {
      var output = context.channel.allocator.buffer(capacity: 4_096)
      _ = session.flush(into: &output, limitBytes: limits.socketHighWaterBytes)
      guard output.readableBytes > 0 else { break }
      context.write(wrapOutboundOut(output), promise: nil)
      wrote = true
    }
    if wrote { context.flush() }
    // Sending can end streams and empty queues, which are events too.
    isWorking = true
    handleEvents()
    isWorking = false
    if wrote, session.wantsToSend, context.channel.isWritable { return flush() }
    if closesWhenFlushed || session.isFinished || (isDraining && calls.isEmpty && !session.wantsToSend) {
      context.close(promise: nil)
    }
  }

  // MARK: - Time

  private func scheduleIdleCheck(after delay: TimeAmount) {
    idleCheck = eventLoop.scheduleTask(in: delay) { [weak self] in self?.checkIdle() }
  }

  private func checkIdle() {
    guard let context else { return }
    if !hasHandshake {
      context.close(promise: nil)
    } else if calls.isEmpty, idleSince + limits.idleTimeout <= .now() {
      beginDraining()
    } else {
      scheduleIdleCheck(after: limits.idleTimeout)
    }
  }

  // MARK: - Shutdown

  /// Takes no more calls; closes when those that run are done.
  func beginDraining() {
    eventLoop.preconditionInEventLoop()
    guard !isDraining else { return }
    isDraining = true
    work { session.goAway() }
  }

  /// Ends what still runs.
  func terminate() {
    eventLoop.preconditionInEventLoop()
    context?.close(promise: nil)
  }
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
    sweep.watch(deadline) { [weak self] now in self?.sweepDeadlines(now) }
  }

  private func sweepDeadlines(_ now: NIODeadline) -> Deadline? {
    var next: Deadline?
    work {
      for call in Array(calls.values) {
        guard let deadline = call.deadline, !call.isFinished else { continue }
        if deadline.instant <= now {
          call.deadlinePassed()
        } else if next.map({ deadline < $0 }) ?? true {
          next = deadline
        }
      }
    }
    return next
  }

  private func send(_ stream: Int32, _ body: () throws -> Void) {
    work {
      do {
        try body()
      } catch {
        session.reset(stream: stream, errorCode: HTTP2ErrorCode.internalError)
      }
    }
  }
}
