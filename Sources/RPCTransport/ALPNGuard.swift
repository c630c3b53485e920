import NIOCore
import NIOSSL
import NIOTLS

/// Closes a connection whose TLS handshake did not settle on a protocol that is spoken here, and tells why a connection
/// failed.
final class ALPNGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let onFailure: (String) -> Void

  private let accepted: [String]
  private var isRefused = false

  init(accepting accepted: [String] = ["h2"], onFailure: @escaping (String) -> Void = { _ in }) {
    self.accepted = accepted
    self.onFailure = onFailure
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent {
      // Without ALPN, HTTP/1.1 is meant.
      if !accepted.contains(negotiated ?? "http/1.1") {
        isRefused = true
        onFailure("the peer does not speak HTTP/2")
        return context.close(promise: nil)
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  // What came together with the end of the handshake is delivered although the connection is closed.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if !isRefused { context.fireChannelRead(data) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    onFailure(Self.explanation(of: error))
    context.fireErrorCaught(error)
  }

  /// BoringSSL's reason, such as CERTIFICATE_VERIFY_FAILED, with what it means where it is clear.
  static func explanation(of error: any Error) -> String {
    if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
      return "TLS: its certificate is for another host"
    }
    let text = "\(error)"
    let reason = text.matches(of: /:([A-Z][A-Z0-9_]+)/).last.map { String($0.1) }
    switch reason {
    case "CERTIFICATE_VERIFY_FAILED"?: return "TLS: its certificate is not from an authority that is trusted"
    case "WRONG_VERSION_NUMBER"?: return "TLS: it speaks no TLS"
    case "TLSV1_ALERT_CERTIFICATE_REQUIRED"?: return "TLS: it wants a certificate of the caller"
    default: return "TLS: \(reason ?? text)"
    }
  }
}
