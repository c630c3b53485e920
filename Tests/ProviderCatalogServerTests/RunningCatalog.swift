import Messages
import NeighbourTesting
import PersonalData
import ProviderCatalogServer
import ProviderCatalogStore
import RPC
import RPCTransport
import ServiceKit
import Storage
import StorageSQLite
import StorageTesting
import SuiteConfiguration
import Telephony
import Testing

/// A catalog with a real database that answers on a real socket.
struct RunningCatalog {
  static let countries =
    "\(#filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" })/Deploy/countries"

  let client: CatalogV1.ProviderCatalogServiceClient
  let database: Database
  private let service: TestService

  init(
    in directory: TemporaryDirectory,
    clock: any WallClock = SystemClock(),
    countries: String = Self.countries,
    options: DatabaseOptions = DatabaseOptions()
  ) async throws {
    let database = try await Database(
      engine: SQLiteEngine(path: directory.file("catalog.sqlite")),
      migrations: CatalogSchema.migrations,
      options: options
    )
    self.database = database
    let cipher = try PersonalDataKey.cipher(file: directory.file("key"))
    let configuration = try TestCaller.configuration(ProviderCatalogConfiguration.schema)
    service = try await TestService(configuration, clock: clock) { runtime in
      let server = try await ProviderCatalogServer(
        database: database,
        countries: CountryBook(folder: countries),
        directory: DirectoryBook(folder: "\(Self.countries)/../catalog"),
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
    client = CatalogV1.ProviderCatalogServiceClient(service.channel)
  }

  func stop() async {
    await service.stop()
  }
}

/// Runs a body with a catalog and stops it.
func withCatalog(
  in directory: TemporaryDirectory? = nil,
  clock: any WallClock = SystemClock(),
  countries: String = RunningCatalog.countries,
  options: DatabaseOptions = DatabaseOptions(),
  _ body: (RunningCatalog) async throws -> Void
) async throws {
  let directory = try directory ?? TemporaryDirectory()
  let catalog = try await RunningCatalog(in: directory, clock: clock, countries: countries, options: options)
  try await running({ try await body(catalog) }, finally: catalog.stop)
}
