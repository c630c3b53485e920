import NIOCore
import NIOHTTP1
import RPC

/// A client's HTTP/1.1 connection: one request after the other, each turned into a call.
///
/// `@unchecked Sendable`: it is touched on its channel's event loop only; NIO calls handlers there, and `ServerCall`
/// comes back there before it calls its transport.
final class HTTP1Connection: ChannelInboundHandler, ServedConnection, @unchecked Sendable {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  let eventLoop: any EventLoop
  private let host: HTTP1Host
  private let router: ServiceRouter
  private let transcoder: any Transcoder
  private let limits: ConnectionLimits
  private let onClose: @Sendable (HTTP1Connection) -> Void

  private var context: ChannelHandlerContext?
  private var exchange: HTTP1Exchange?
  private var request: (any TranscodedRequest)?
  private var call: ServerCall?
  private var isReceiving = false
  private var isDraining = false
  private var timer: Scheduled<Void>?

  init(
    _ host: HTTP1Host,
    router: ServiceRouter,
    transcoder: any Transcoder,
    limits: ConnectionLimits,
    onClose: @escaping @Sendable (HTTP1Connection) -> Void
  ) {
    eventLoop = host.eventLoop
    self.host = host
    self.router = router
    self.transcoder = transcoder
    self.limits = limits
    self.onClose = onClose
  }

  // MARK: - The socket

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    host.peer = context.channel.remoteAddress?.description ?? ""
    host.onDeadline = { [weak self] now in self?.sweep(now) }
    closeLater(after: limits.handshakeTimeout)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): began(head, context)
    case .body(let bytes): received(bytes, isLast: false)
    case .end: received(ByteBuffer(), isLast: true)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { call?.drained() }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    lost()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { lost() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func lost() {
    guard context != nil else { return }
    context = nil
    timer?.cancel()
    host.sweep.cancel()
    call?.cancelled()
    call = nil
    request = nil
    onClose(self)
  }

  // MARK: - Requests

  private func began(_ received: HTTPRequestHead, _ context: ChannelHandlerContext) {
    // A request whose body was refused half-way ends its connection; nothing of what follows counts.
    guard exchange == nil else { return }
    isReceiving = true
    closeLater(after: limits.handshakeTimeout)
    var head = RequestHead()
    head.httpMethod = received.method.rawValue
    head.path = received.uri
    for (name, value) in received.headers where !Self.isForConnection(name) {
      head.take(name.lowercased(), value)
    }
    let exchange = HTTP1Exchange(context, received) { [weak self] in self?.answered() }
    self.exchange = exchange
    request = transcoder.begin(head, on: exchange, of: host)
    if request != nil, received.headers.first(name: "expect")?.lowercased() == "100-continue" {
      exchange.sendContinue()
    }
  }

  /// RFC 9110, section 7.6.1.
  private static func isForConnection(_ name: String) -> Bool {
    ["connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade", "expect"]
      .contains(name.lowercased())
  }

  private func received(_ bytes: ByteBuffer, isLast: Bool) {
    if isLast { isReceiving = false }
    if let request {
      switch request.receive(bytes, endStream: isLast, router: router) {
      case .waiting: break
      case .answered: self.request = nil
      case .began(let call):
        self.request = nil
        if exchange?.isAnswered == false { self.call = call }
        timer?.cancel()
      }
    }
    if isLast, exchange?.isAnswered == true { nextRequest() }
  }

  /// The answer is written; what comes next waits until the request has been read to its end.
  private func answered() {
    call = nil
    guard isReceiving else { return nextRequest() }
    // An answer before the request's end: the rest of it is not worth waiting for.
    context?.close(promise: nil)
  }

  private func nextRequest() {
    guard let exchange else { return }
    self.exchange = nil
    if !exchange.keepsAlive || isDraining { context?.close(promise: nil) }
    closeLater(after: limits.idleTimeout)
  }

  private func closeLater(after delay: TimeAmount) {
    timer?.cancel()
    timer = eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in self?.terminate() }
  }

  private func sweep(_ now: NIODeadline) -> Deadline? {
    guard let call, let deadline = call.deadline, !call.isFinished else { return nil }
    if deadline.instant > now { return deadline }
    call.deadlinePassed()
    return nil
  }

  // MARK: - Shutdown

  func beginDraining() {
    isDraining = true
    if exchange == nil { terminate() }
  }

  func terminate() { context?.close(promise: nil) }
}

/// What calls of an HTTP/1.1 connection need of it beside the way for their answers.
final class HTTP1Host: ServerTransport {
  let eventLoop: any EventLoop
  let taskExecutor: any TaskExecutor
  let replies: ReplyQueue
  let interceptors: [any ServerInterceptor]
  var peer = ""
  var runningHandlers = 0
  let sweep: DeadlineSweep
  var onDeadline: (NIODeadline) -> Deadline? = { _ in nil }

  init(
    _ eventLoop: any EventLoop,
    executor: any TaskExecutor,
    replies: ReplyQueue,
    interceptors: [any ServerInterceptor]
  ) {
    self.eventLoop = eventLoop
    taskExecutor = executor
    self.replies = replies
    self.interceptors = interceptors
    sweep = DeadlineSweep(loop: eventLoop)
  }

  func watch(_ deadline: Deadline) {
    sweep.watch(deadline) { [weak self] now in self?.onDeadline(now) }
  }

  // gRPC itself does not come by HTTP/1.1: the answers of calls go through their transcoder.
  func sendReply(_ message: LengthPrefixedMessage, stream: Int32) {}
  func sendHeaders(_ headers: [Metadata.Entry], stream: Int32) {}
  func sendMessage(_ bytes: ByteBuffer, stream: Int32) -> Int { 0 }
  func sendTrailers(_ trailers: [Metadata.Entry], stream: Int32) {}
  func sendTrailersOnly(_ trailers: [Metadata.Entry], stream: Int32) {}
  func sendHTTPStatus(_ status: Int, stream: Int32) {}
  func consumed(_ byteCount: Int, stream: Int32) {}
}
