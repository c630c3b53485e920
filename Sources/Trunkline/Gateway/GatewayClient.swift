import Messages
import NIOPosix
import RPC
import RPCTransport

/// The suite as one caller sees it: every service behind one address, called with one API key.
struct GatewayClient: Sendable {
  let channel: ClientChannel
  private let apiKey: String?
  private let timeout: Duration

  /// - Parameters:
  ///   - address: `host:port`.
  ///   - tls: nil for clear text.
  init(address: String, apiKey: String?, timeout: Duration = .seconds(30), tls: ClientTLS? = nil) throws {
    guard let target = ClientChannel.Target(address) else {
      throw CommandFailure(description: "\(address) is no address. Write host:port, such as 127.0.0.1:7400.")
    }
    // One connection is enough for one person.
    channel = ClientChannel(
      targets: [target],
      configuration: .init(tls: tls),
      group: MultiThreadedEventLoopGroup.singleton.any()
    )
    self.apiKey = apiKey
    self.timeout = timeout
  }

  func close() { channel.close() }

  var catalog: CatalogV1.ProviderCatalogServiceClient { .init(channel) }
  var inventory: InventoryV1.InventoryServiceClient { .init(channel) }
  var ordering: OrderingV1.OrderingServiceClient { .init(channel) }
  var setUp: OrderingV1.LocationSetUpServiceClient { .init(channel) }
  var overview: GatewayV1.OverviewServiceClient { .init(channel) }
  var events: GatewayV1.EventServiceClient { .init(channel) }
  var webhooks: GatewayV1.WebhookServiceClient { .init(channel) }
  var porting: PortingV1.PortingServiceClient { .init(channel) }
  var emergency: EmergencyV1.EmergencyAddressServiceClient { .init(channel) }
  var clock: SandboxV1.ClockServiceClient { .init(channel) }

  /// For a call that is answered once.
  var options: CallOptions { options(timeout: timeout) }

  /// For a call that goes on as long as it takes.
  var unlimitedOptions: CallOptions { options(timeout: nil) }

  private func options(timeout: Duration?) -> CallOptions {
    var options = CallOptions(timeout: timeout)
    if let apiKey { options.metadata.append("authorization", "Bearer \(apiKey)") }
    return options
  }
}
