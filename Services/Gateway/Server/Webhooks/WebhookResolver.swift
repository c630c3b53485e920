import GatewayRules
import NIOCore
import NIOPosix

/// Why a webhook's host is not connected to.
enum WebhookHostProblem: Error, Hashable {
  /// Its name has no address at the moment.
  case unknown
  /// It is a host of this machine or network: whoever registers webhooks could reach through the gateway what only the
  /// gateway can (server-side request forgery).
  case notPublic
}

/// Finds the address of a webhook's host. The connection is made to that address and not to the name, which could have
/// another one a moment later.
struct WebhookResolver: Sendable {
  let settings: WebhookSettings

  func address(of url: WebhookURL) async throws(WebhookHostProblem) -> SocketAddress {
    let found: SocketAddress
    do {
      // The system's resolver blocks its thread.
      found = try await NIOThreadPool.singleton.runIfActive {
        try SocketAddress.makeAddressResolvingHost(url.host, port: url.port)
      }
    } catch {
      throw .unknown
    }
    guard let address = NetworkAddress(found), settings.mayReach(address) else { throw .notPublic }
    return found
  }
}

extension NetworkAddress {
  /// Nil for what is no IP address.
  fileprivate init?(_ address: SocketAddress) {
    switch address {
    case .v4(let address):
      let number = UInt32(bigEndian: address.address.sin_addr.s_addr)
      self.init([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) })
    case .v6(let address):
      let part = address.address.sin6_addr.__in6_u.__u6_addr16
      let parts = [part.0, part.1, part.2, part.3, part.4, part.5, part.6, part.7]
      self.init(parts.map { UInt16(bigEndian: $0) }.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] })
    case .unixDomainSocket: return nil
    }
  }
}
