import PersonalData
import ProviderCatalogServer
import ProviderCatalogStore
import ServiceKit
import Storage
import StorageSQLite
import SuiteConfiguration

await ServiceMain.run(ProviderCatalogConfiguration.schema) { runtime in
  let configuration = runtime.configuration
  let countries = try CountryBook(folder: configuration[CountryKeys.directory])
  let directory = try DirectoryBook(folder: configuration[CatalogKeys.directory])
  let folder = try runtime.dataDirectory()
  let database = try await Database(
    engine: SQLiteEngine(path: "\(folder)/provider-catalog.sqlite"),
    migrations: CatalogSchema.migrations,
    options: DatabaseOptions(configuration)
  )
  let server = try await ProviderCatalogServer(
    database: database,
    countries: countries,
    directory: directory,
    cipher: try PersonalDataKey.cipher(file: configuration.personalDataKeyFile),
    clock: runtime.clock,
    stopping: runtime.stopping
  )
  return ServiceParts(
    services: [server.definition],
    interceptors: [server.partnerGate],
    onShutdown: { await database.close() }
  )
}
