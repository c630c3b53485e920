import Logging
import Messages
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
  private let channel: ClientChannel
  private let service: RunningService

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
    service = try await RunningService.start(
      configuration: try Self.configuration(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      clock: clock
    ) { runtime in
      let server = try await ProviderCatalogServer(
        database: database,
        countries: CountryBook(folder: countries),
        cipher: cipher,
        clock: runtime.clock,
        stopping: runtime.stopping
      )
      return ServiceParts(services: [server.definition], onShutdown: { await database.close() })
    }
    channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: service.address.port ?? 0)])
    client = CatalogV1.ProviderCatalogServiceClient(channel)
  }

  func stop() async {
    channel.close()
    await service.stop()
  }

  private static func configuration() throws -> ServiceConfiguration {
    let keys = TestCaller.allCases.map(\.apiKey).joined(separator: ", ")
    let loader = ConfigurationLoader(
      schema: ProviderCatalogConfiguration.schema,
      flags: [
        ("listen.port", "0"), ("admin.port", "0"), ("listen.eventLoops", "1"), ("shutdown.gracePeriod", "1s"),
        ("authentication.apiKeys", "[\(keys)]"),
      ]
    )
    return try loader.load()
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
  do {
    try await body(catalog)
    await catalog.stop()
  } catch {
    await catalog.stop()
    throw error
  }
}

/// Who may call, each with an API key.
enum TestCaller: String, CaseIterable {
  case `operator`, acme, reader, globex, follower

  fileprivate var apiKey: String {
    let (organization, role) =
      switch self {
      case .operator: ("", "OPERATOR")
      case .acme: ("acme", "CUSTOMER_ADMINISTRATOR")
      case .reader: ("acme", "READ_ONLY")
      case .globex: ("globex", "CUSTOMER_ADMINISTRATOR")
      case .follower: ("", "SERVICE")
      }
    let hash = APIKey.hash(of: rawValue).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return
      "{sha256: \"\(hash.joined())\", principal: keys/\(rawValue), organization: \"\(organization)\", role: \(role)}"
  }

  var options: CallOptions {
    CallOptions(timeout: .seconds(20)).calling(withAPIKey: rawValue)
  }
}

/// What a call is refused with.
func refusal(_ body: () async throws -> Void) async -> RPCError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? RPCError
  }
}
