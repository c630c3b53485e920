import HTTP2
import NIOCore

/// One HTTP/2 session on its socket: bytes in become events, frames out leave in as few writes as can be.
///
/// All that one read brings about leaves in one write, and so does all that one turn of the loop brings about
/// otherwise: answers of one commit, calls that begin together.
///
/// `@unchecked Sendable`: it is touched on its channel's event loop only; NIO calls handlers there, and calls come back
/// there before they use their connection.
class SessionConnection: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let eventLoop: any EventLoop
  let session: HTTP2Session
  private(set) var context: ChannelHandlerContext?
  var closesWhenFlushed = false

  private let writeLimitBytes: Int
  private var events: [HTTP2Event] = []
  /// Inside `work`: what is queued now is written when it ends.
  private var isWorking = false
  private var isFlushScheduled = false

  init(_ session: HTTP2Session, loop: any EventLoop, writeLimitBytes: Int) {
    self.session = session
    self.writeLimitBytes = writeLimitBytes
    eventLoop = loop
  }

  // MARK: - For the two ends to fill in

  func handle(_ event: HTTP2Event, _ now: NIODeadline) {}
  func connected() {}
  func received() {}
  func sessionFailed() {}
  func disconnected() {}
  /// Whether one call is open at most, so that no other will share its write.
  var hasLoneCall: Bool { false }
  /// Whether the connection is of no more use once what is queued has left.
  var hasEnded: Bool { false }

  // MARK: - The socket

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if context.channel.isActive { begin() }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin()
    context.fireChannelActive()
  }

  private func begin() {
    connected()
    flush()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received()
    work(flushesNow: true) {
      do {
        try session.receive(unwrapInboundIn(data))
      } catch {
        // The session told the peer why, if it could; that leaves with the flush before the close.
        closesWhenFlushed = true
        sessionFailed()
      }
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { flush() }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    lost()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    lost()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func lost() {
    guard context != nil else { return }
    context = nil
    disconnected()
  }

  // MARK: - Work

  /// Runs something that may queue frames, handles the events that come of it, and writes once.
  func work(flushesNow: Bool = false, _ body: () -> Void) {
    guard !isWorking else { return body() }
    isWorking = true
    body()
    handleEvents()
    isWorking = false
    if flushesNow || hasLoneCall { flush() } else { flushSoon() }
  }

  /// Writes after everything else that this turn of the loop does.
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

  private func flush() {
    guard !isWorking, let context, context.channel.isActive else { return }
    var wrote = false
    while context.channel.isWritable, session.wantsToSend {
      var output = context.channel.allocator.buffer(capacity: 4_096)
      _ = session.flush(into: &output, limitBytes: writeLimitBytes)
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
    if closesWhenFlushed || session.isFinished || hasEnded { context.close(promise: nil) }
  }
}
