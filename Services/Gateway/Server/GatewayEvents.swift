import GatewayStore
import Messages
import PersonalData
import RPC
import ServiceKit
import Storage

/// The events of all services for each organization: in one stream, and sent to webhooks.
public struct GatewayEvents: Sendable {
  private let database: Database
  private let eventServer: EventServer
  private let webhookServer: WebhookServer
  /// What goes on beside calls.
  public let workers: [Worker]

  /// - Parameters:
  ///   - engine: holds its database.
  ///   - retention: how long events are kept, and deliveries that were given up.
  ///   - cipher: seals the secrets of webhooks.
  public init(
    engine: any StorageEngine,
    services: SuiteUpstreams,
    retention: EventRetention,
    webhooks settings: WebhookSettings,
    cipher: FieldCipher,
    runtime: ServiceRuntime
  ) async throws {
    let (clock, logger) = (runtime.clock, runtime.logger)
    database = try await Database(engine: engine, migrations: GatewaySchema.migrations)
    let hub = EventHub()
    let journal = EventJournal(database: database, clock: clock, hub: hub, logger: logger)
    let access = OrganizationAccess(catalog: services.providerCatalog)
    let secrets = WebhookSecrets(cipher: cipher)
    eventServer = EventServer(journal: journal, access: access, stopping: runtime.stopping)
    webhookServer = WebhookServer(
      database: database,
      clock: clock,
      hub: hub,
      access: access,
      secrets: secrets,
      settings: settings
    )
    let sender = WebhookWorker(
      database: database,
      clock: clock,
      hub: hub,
      client: try WebhookClient(settings: settings),
      secrets: secrets,
      settings: settings,
      logger: logger
    )
    workers =
      EventFollowers(services: services, journal: journal, logger: logger).workers
      + [sender.worker, journal.retentionWorker(retention)]
  }

  public var definitions: [ServiceDefinition] { [eventServer.definition, webhookServer.definition] }

  /// What is answered instead by a gateway that is not the one that keeps events and webhooks: calls are passed on to
  /// that one, so that there is one order of events, and each is sent once.
  public static func definitions(keptBy keeper: Upstream) -> [ServiceDefinition] {
    [
      proxiedService(GatewayV1.EventServiceMethods.all, to: keeper),
      proxiedService(GatewayV1.WebhookServiceMethods.all, to: keeper),
    ]
  }

  public func close() async { await database.close() }
}
