import InventoryRules
import InventoryServer
import InventoryStore
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
  var options = DatabaseOptions()
  options.eventRetentionMilliseconds = configuration[EventKeys.retention].wholeMilliseconds
  let database = try await Database(
    engine: SQLiteEngine(path: "\(try runtime.dataDirectory())/inventory.sqlite"),
    migrations: InventorySchema.migrations,
    options: options
  )
  let server = try await InventoryServer(
    database: database,
    limits: limits,
    clock: runtime.clock,
    stopping: runtime.stopping
  )
  return ServiceParts(
    services: [server.definition],
    workers: [server.expiryWorker],
    onShutdown: { await database.close() }
  )
}
