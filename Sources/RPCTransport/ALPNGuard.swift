import NIOCore
import NIOSSL
import NIOTLS

/// Closes a connection whose TLS handshake did not settle on HTTP/2, and tells when it did.
final class ALPNGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let settled: EventLoopPromise<Void>?

  init(settled: EventLoopPromise<Void>? = nil) {
    self.settled = settled
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent {
      if negotiated == "h2" {
        settled?.succeed()
      } else {
        settled?.fail(ChannelError.operationUnsupported)
        context.close(promise: nil)
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    settled?.fail(error)
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    settled?.fail(ChannelError.eof)
    context.fireChannelInactive()
  }
}
