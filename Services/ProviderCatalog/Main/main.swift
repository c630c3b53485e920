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
  let path = "\(try runtime.dataDirectory())/provider-catalog.sqlite"
  let cipher = try PersonalDataKey.cipher(file: configuration.personalDataKeyFile, database: path)
  let database = try await Database(
    engine: SQLiteEngine(path: path),
    migrations: CatalogSchema.migrations,
    options: DatabaseOptions(configuration)
  )
  let server = try await ProviderCatalogServer(
    database: database,
    countries: countries,
    directory: directory,
    cipher: cipher,
    clock: runtime.clock,
    stopping: runtime.stopping
  )
  return ServiceParts(
    services: [server.definition],
    interceptors: [server.partnerGate],
    onShutdown: { await database.close() }
  )
}
