import InventoryRules
import InventoryServer
import ServiceKit
import Storage
import StorageSQLite
import SuiteConfiguration

await ServiceMain.run(InventoryConfiguration.schema) { runtime in
  let configuration = runtime.configuration
  var limits = ReservationLimits()
  limits.leaseMilliseconds = configuration[InventoryConfiguration.lease].wholeMilliseconds
  limits.longestLeaseMilliseconds = configuration[InventoryConfiguration.longestHold].wholeMilliseconds
  limits.numbersHeldPerOrganization = configuration[InventoryConfiguration.heldPerOrganization]
  limits.agingMilliseconds = configuration[InventoryConfiguration.agingPeriod].wholeMilliseconds
  var options = DatabaseOptions()
  options.eventRetentionMilliseconds = configuration[EventKeys.retention].wholeMilliseconds
  let database = try await Database(
    engine: SQLiteEngine(path: "\(try runtime.dataDirectory())/inventory.sqlite"),
    migrations: InventoryServer.migrations,
    options: options
  )
  let catalog = CatalogCopy(
    database: database,
    clock: runtime.clock,
    catalog: try runtime.channel(to: Upstreams.providerCatalog),
    signer: try runtime.signer()
  )
  try await catalog.load()
  let server = try await InventoryServer(
    database: database,
    limits: limits,
    clock: runtime.clock,
    stopping: runtime.stopping,
    catalog: catalog
  )
  return ServiceParts(
    services: [server.definition],
    workers: [server.expiryWorker, server.compactionWorker, catalog.follower(logger: runtime.logger).worker],
    interceptors: [catalog.partnerGate],
    onShutdown: { await database.close() }
  )
}
