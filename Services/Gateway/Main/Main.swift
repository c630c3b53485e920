import GatewayServer
import Messages
import ServiceKit
import SuiteConfiguration
import Transcoding

@main
struct Gateway {
  static func main() async {
    await ServiceMain.run(GatewayConfiguration.schema) { runtime in
      let signer = try runtime.signer()
      let timeout = runtime.configuration[GatewayConfiguration.defaultTimeout]
      let allowedOrigins = runtime.configuration[GatewayConfiguration.allowedOrigins]
      func upstream(_ name: String, _ key: ConfigurationKey<[String]>) throws -> Upstream {
        Upstream(name: name, channel: try runtime.channel(to: key), signer: signer, defaultTimeout: timeout)
      }
      let open = [
        (InventoryV1.InventoryServiceMethods.all, try upstream("inventory", Upstreams.inventory)),
        (OrderingV1.OrderingServiceMethods.all, try upstream("ordering", Upstreams.ordering)),
        (OrderingV1.LocationSetUpServiceMethods.all, try upstream("ordering", Upstreams.ordering)),
        (OrderingV1.PstnOrderServiceMethods.all, try upstream("ordering", Upstreams.ordering)),
        (PortingV1.PortingServiceMethods.all, try upstream("porting", Upstreams.porting)),
        (
          EmergencyV1.EmergencyAddressServiceMethods.all,
          try upstream("emergency-address", Upstreams.emergencyAddress)
        ),
        (
          CatalogV1.ProviderCatalogServiceMethods.all,
          try upstream("provider-catalog", Upstreams.providerCatalog)
        ),
      ]
      // Customers do not call it, but the clock of a sandbox is that of the whole suite.
      let carrier = try upstream("carrier-simulator", Upstreams.carrier)
      return ServiceParts(
        services: open.map { proxiedService($0, to: $1) },
        advanceClocks: advanceClocks(of: open.map { $1 } + [carrier]),
        transcoder: { services in
          let methods = services.flatMap(\.methods).map(\.method)
          let description = OpenAPI(methods: methods, version: TrunklineVersion.current).text
          let rest = RESTTranscoder(
            services: services,
            pages: ["/openapi.json": .init(contentType: "application/json", body: description)]
          )
          return WebTranscoder(rest: rest, allowedOrigins: allowedOrigins)
        }
      )
    }
  }
}
