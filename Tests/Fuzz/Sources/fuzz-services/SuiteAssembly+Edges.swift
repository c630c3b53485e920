import CarrierSimulatorServer
import GatewayServer
import NeighbourTesting
import RPC
import ServiceKit
import SuiteConfiguration

// MARK: - What customers and carriers see
extension SuiteAssembly {
  func carrier() async throws -> TestService {
    try await start(CarrierSimulatorConfiguration.schema) { try CarrierSimulator.parts($0) }
  }

  /// Only its own methods: what it passes on is asked of the services themselves. It follows no events and sends no
  /// webhooks, which would leave this machine.
  func gateway(
    _ catalog: TestService,
    _ inventory: TestService,
    _ emergency: TestService,
    _ ordering: TestService,
    _ porting: TestService
  ) async throws -> TestService {
    try await start(GatewayConfiguration.schema) { [self] runtime in
      let signer = try runtime.signer()
      func upstream(_ name: String, _ service: TestService) -> Upstream {
        Upstream(
          name: name,
          channel: service.channel,
          gate: ServiceGate(service: name, .init(calls: 100, streams: 100)),
          signer: signer,
          defaultTimeout: .seconds(20)
        )
      }
      let suite = SuiteUpstreams(
        inventory: upstream("inventory", inventory),
        ordering: upstream("ordering", ordering),
        porting: upstream("porting", porting),
        emergencyAddress: upstream("emergency-address", emergency),
        providerCatalog: upstream("provider-catalog", catalog)
      )
      let events = try await GatewayEvents(
        engine: engine("gateway"),
        services: suite,
        retention: .seconds(3_600),
        webhooks: WebhookSettings(),
        cipher: cipher(),
        runtime: runtime
      )
      let overview = OverviewServer(services: suite, partTimeout: .seconds(10))
      return ServiceParts(services: [overview.definition] + events.definitions)
    }
  }
}
