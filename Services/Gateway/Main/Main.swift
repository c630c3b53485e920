import GatewayRules
import GatewayServer
import Messages
import PersonalData
import ServiceKit
import Storage
import StorageSQLite
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
        let gate = ServiceGate(service: name, GatewayConfiguration.gate(runtime.configuration))
        gate.publish(in: runtime.metrics)
        return Upstream(
          name: name,
          channel: try runtime.channel(to: key),
          gate: gate,
          signer: signer,
          defaultTimeout: timeout
        )
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
      let keepsEvents = runtime.configuration[GatewayConfiguration.eventKeeper].isEmpty
      let events = keepsEvents ? try await GatewayEvents(suite, runtime) : nil
      let eventServices =
        if let events {
          events.definitions
        } else {
          GatewayEvents.definitions(keptBy: try upstream("events", GatewayConfiguration.eventKeeper))
        }
      let audit = try AuditTrail(path: "\(try runtime.dataDirectory())/audit.log", clock: runtime.clock)
      audit.publish(in: runtime.metrics)
      // Customers do not call it, but the clock of a sandbox is that of the whole suite.
      let carrier = try upstream("carrier-simulator", Upstreams.carrier)
      return ServiceParts(
        services: proxiedServices(suite) + [overview.definition] + eventServices,
        workers: (events?.workers ?? []) + [audit.worker(logger: runtime.logger)],
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
        },
        interceptors: [
          CallLimits(GatewayConfiguration.limits(runtime.configuration), metrics: runtime.metrics), audit,
        ],
        onShutdown: {
          await events?.close()
          audit.close()
        }
      )
    }
  }
}

extension GatewayEvents {
  fileprivate init(_ services: SuiteUpstreams, _ runtime: ServiceRuntime) async throws {
    let path = "\(try runtime.dataDirectory())/gateway.sqlite"
    let cipher = try PersonalDataKey.cipher(file: runtime.configuration.personalDataKeyFile, database: path)
    try await self.init(
      engine: SQLiteEngine(path: path),
      services: services,
      retention: EventRetention(
        events: runtime.configuration[EventKeys.retention],
        deadDeliveries: runtime.configuration[GatewayConfiguration.deadDeliveryRetention]
      ),
      webhooks: try WebhookSettings(runtime.configuration),
      cipher: cipher,
      runtime: runtime
    )
  }
}

extension WebhookSettings {
  fileprivate init(_ configuration: ServiceConfiguration) throws {
    let networks = try configuration[GatewayConfiguration.webhookNetworks].map { text in
      guard let network = Network(text) else {
        throw ConfigurationProblem(
          origin: "configuration",
          key: GatewayConfiguration.webhookNetworks.name,
          message: "\(text) is no network. Give one such as 10.0.0.0/8, or ::1/128."
        )
      }
      return network
    }
    self.init(
      allowedNetworks: networks,
      allowsClearText: configuration[GatewayConfiguration.webhookClearText],
      timeout: configuration[GatewayConfiguration.webhookTimeout],
      schedule: RetrySchedule(
        first: configuration[GatewayConfiguration.webhookFirstRetryDelay],
        patience: configuration[GatewayConfiguration.webhookPatience]
      )
    )
  }
}

extension GatewayConfiguration {
  fileprivate static func gate(_ configuration: ServiceConfiguration) -> ServiceGate.Amounts {
    .init(calls: configuration[callsPerService], streams: configuration[streamsPerService])
  }

  fileprivate static func limits(_ configuration: ServiceConfiguration) -> CallLimits.Amounts {
    .init(
      callsPerSecond: configuration[callsPerSecond],
      burst: configuration[callBurst],
      callsPerDay: configuration[callsPerDay],
      callsAtOnce: configuration[callsAtOnce]
    )
  }
}
