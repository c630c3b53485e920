import EmergencyAddressServer
import EmergencyAddressStore
import Messages
import PersonalData
import RPC
import ServiceKit
import Storage
import StorageSQLite
import SuiteConfiguration

await ServiceMain.run(EmergencyAddressConfiguration.schema) { runtime in
  let configuration = runtime.configuration
  let path = "\(try runtime.dataDirectory())/emergency-address.sqlite"
  let cipher = try PersonalDataKey.cipher(file: configuration.personalDataKeyFile, database: path)
  let database = try await Database(
    engine: SQLiteEngine(path: path),
    migrations: EmergencySchema.migrations,
    options: DatabaseOptions(configuration)
  )
  let signer = try runtime.signer()
  let options: @Sendable () throws -> CallOptions = { try CallOptions.asService(signer, timeout: nil) }
  let server = try await EmergencyAddressServer(
    database: database,
    cipher: cipher,
    clock: runtime.clock,
    provider: EmergencyProvider(.init(try runtime.channel(to: Upstreams.carrier)), options: options),
    stopping: runtime.stopping
  )
  server.publish(in: runtime.metrics)
  let catalog = server.catalogFollower(
    CatalogV1.ProviderCatalogServiceClient(try runtime.channel(to: Upstreams.providerCatalog)),
    options: options,
    logger: runtime.logger
  )
  let inventory = server.inventoryFollower(
    InventoryV1.InventoryServiceClient(try runtime.channel(to: Upstreams.inventory)),
    options: options,
    logger: runtime.logger
  )
  return ServiceParts(
    services: [server.servedDefinition],
    workers: [
      catalog.worker, inventory.worker, server.providerFollower(logger: runtime.logger).worker,
      server.providerWorker(logger: runtime.logger), server.journalWorker(), server.livenessWorker,
      server.retentionWorker(configuration[EmergencyAddressConfiguration.auditRetention]),
    ],
    interceptors: [server.partnerGate],
    onShutdown: {
      await server.storeJournal()
      await database.close()
    }
  )
}
