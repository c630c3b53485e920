import GatewayServer
import Messages
import ServiceKit
import SuiteConfiguration

@main
struct Gateway {
  static func main() async {
    await ServiceMain.run(GatewayConfiguration.schema) { runtime in
      let signer = try runtime.signer()
      let timeout = runtime.configuration[GatewayConfiguration.defaultTimeout]
      func upstream(_ name: String, _ key: ConfigurationKey<[String]>) throws -> Upstream {
        Upstream(name: name, channel: try runtime.channel(to: key), signer: signer, defaultTimeout: timeout)
      }
      return ServiceParts(services: [
        proxiedService(
          InventoryV1.InventoryServiceMethods.all,
          to: try upstream("inventory", Upstreams.inventory)
        ),
        proxiedService(
          OrderingV1.OrderingServiceMethods.all,
          to: try upstream("ordering", Upstreams.ordering)
        ),
        proxiedService(PortingV1.PortingServiceMethods.all, to: try upstream("porting", Upstreams.porting)),
        proxiedService(
          EmergencyV1.EmergencyAddressServiceMethods.all,
          to: try upstream("emergency-address", Upstreams.emergencyAddress)
        ),
        proxiedService(
          CatalogV1.ProviderCatalogServiceMethods.all,
          to: try upstream("provider-catalog", Upstreams.providerCatalog)
        ),
      ])
    }
  }
}
