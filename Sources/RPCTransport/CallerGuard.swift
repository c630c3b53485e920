import NIOCore
import NIOSSL
import NIOTLS

/// Closes a connection whose certificate is of nobody who may call here, although the right authority signed it.
final class CallerGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let allowed: Set<String>
  private let onRefusal: @Sendable (String) -> Void
  private var isRefused = false

  /// - Parameters:
  ///   - allowed: SPIFFE IDs.
  ///   - onRefusal: told who it was.
  init(allowing allowed: Set<String>, onRefusal: @escaping @Sendable (String) -> Void) {
    self.allowed = allowed
    self.onRefusal = onRefusal
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent {
      let certificate = try? context.channel.pipeline.syncOperations.nioSSL_peerCertificate()
      let caller = certificate.flatMap(SPIFFEID.init)
      guard let caller, allowed.contains(caller.text) else {
        isRefused = true
        onRefusal(caller?.text ?? "a certificate without a SPIFFE ID")
        return context.close(promise: nil)
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  // What came together with the end of the handshake is delivered although the connection is closed.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if !isRefused { context.fireChannelRead(data) }
  }
}

/// Who a certificate is for, as SPIFFE writes it: `spiffe://trust-domain/path`.
struct SPIFFEID: Equatable {
  let text: String

  /// Reads the one URI of a certificate; nil when it has none or several (X.509-SVID, section 2).
  init?(_ certificate: NIOSSLCertificate) {
    let names = certificate._subjectAlternativeNames().filter { $0.nameType == .uri }
    guard names.count == 1, let name = names.first else { return nil }
    self.init(String(decoding: name.contents, as: UTF8.self))
  }

  /// Checks the form: scheme, a trust domain, and a path without empty or dotted parts (SPIFFE ID, section 2).
  init?(_ text: String) {
    guard text.utf8.count <= 2_048, text.hasPrefix("spiffe://") else { return nil }
    let parts = text.dropFirst("spiffe://".count).split(separator: "/", omittingEmptySubsequences: false)
    guard let domain = parts.first, !domain.isEmpty, domain.utf8.allSatisfy(Self.isOfDomain) else {
      return nil
    }
    guard parts.dropFirst().allSatisfy(Self.isPathPart) else { return nil }
    self.text = text
  }

  private static func isPathPart(_ part: Substring) -> Bool {
    !part.isEmpty && part != "." && part != ".."
      && part.utf8.allSatisfy { isOfDomain($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  private static func isOfDomain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
