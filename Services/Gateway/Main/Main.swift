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
      let suite = SuiteUpstreams(
        inventory: try upstream("inventory", Upstreams.inventory),
        ordering: try upstream("ordering", Upstreams.ordering),
        porting: try upstream("porting", Upstreams.porting),
        emergencyAddress: try upstream("emergency-address", Upstreams.emergencyAddress),
        providerCatalog: try upstream("provider-catalog", Upstreams.providerCatalog)
      )
      let overview = OverviewServer(
        services: suite,
        partTimeout: runtime.configuration[GatewayConfiguration.partTimeout]
      )
      // Customers do not call it, but the clock of a sandbox is that of the whole suite.
      let carrier = try upstream("carrier-simulator", Upstreams.carrier)
      return ServiceParts(
        services: proxiedServices(suite) + [overview.definition],
        advanceClocks: advanceClocks(of: suite.all + [carrier]),
        transcoder: { services in
          let methods = services.flatMap(\.methods).map(\.method)
          let description = OpenAPI(
            methods: methods,
            version: TrunklineVersion.current,
            examples: RequestExamples.all
          ).text
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
