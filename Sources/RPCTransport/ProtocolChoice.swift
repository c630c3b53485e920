import NIOCore

/// Waits for a client's first bytes and makes way for HTTP/2 or HTTP/1.1 (RFC 9113, section 3.4: the preface begins with
/// a method that HTTP/1.1 does not have).
///
/// `@unchecked Sendable`: it is touched on its channel's event loop only; NIO calls handlers there, and the server hops
/// there first.
final class ProtocolChoice: ChannelInboundHandler, ServedConnection, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  enum Choice {
    case http1
    case http2
  }

  private static let preface = Array("PRI * HTTP/2.0\r\n".utf8)

  let eventLoop: any EventLoop
  private let timeout: TimeAmount
  private let onChoice: (ProtocolChoice, Choice) throws -> Void
  private let onClose: @Sendable (ProtocolChoice) -> Void
  private var context: ChannelHandlerContext?
  private var received = ByteBuffer()
  private var isChosen = false
  private var timer: Scheduled<Void>?

  /// - Parameters:
  ///   - timeout: until the first bytes.
  ///   - onChoice: puts the handlers into the pipeline that take over.
  ///   - onClose: told when the connection ended before it said anything.
  init(
    _ eventLoop: any EventLoop,
    timeout: TimeAmount,
    onChoice: @escaping (ProtocolChoice, Choice) throws -> Void,
    onClose: @escaping @Sendable (ProtocolChoice) -> Void
  ) {
    self.eventLoop = eventLoop
    self.timeout = timeout
    self.onChoice = onChoice
    self.onClose = onClose
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    timer = eventLoop.assumeIsolated().scheduleTask(in: timeout) { self.terminate() }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isChosen else { return context.fireChannelRead(data) }
    received.writeImmutableBuffer(unwrapInboundIn(data))
    let first = received.readableBytesView.prefix(Self.preface.count)
    if !Self.preface.starts(with: first) {
      choose(.http1, context)
    } else if first.count == Self.preface.count {
      choose(.http2, context)
    }
  }

  private func choose(_ choice: Choice, _ context: ChannelHandlerContext) {
    isChosen = true
    timer?.cancel()
    do {
      try onChoice(self, choice)
      context.fireChannelRead(wrapInboundOut(received))
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } catch {
      context.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  private func end() {
    guard self.context != nil else { return }
    self.context = nil
    timer?.cancel()
    onClose(self)
  }

  /// Nothing has begun that could be drained.
  func beginDraining() { terminate() }

  func terminate() {
    if !isChosen { context?.close(promise: nil) }
  }
}

extension ProtocolChoice: RemovableChannelHandler {}
