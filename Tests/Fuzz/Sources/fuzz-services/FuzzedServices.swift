import Foundation
import InventoryRules
import InventoryServer
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
import SuiteConfiguration

/// The two services that call nobody, in this process, with databases in a folder of the caller's (FUZZ_FOLDER).
struct FuzzedServices {
  /// Started once; it ends with the process.
  static let shared: FuzzedServices = waiting {
    do {
      return try await FuzzedServices(ProcessInfo.processInfo.environment["FUZZ_FOLDER"] ?? ".")
    } catch {
      preconditionFailure("\(error)")
    }
  }

  let calls: [(method: Method, channel: any RPCChannel)]
  private let services: [TestService]

  private init(_ folder: String) async throws {
    let catalog = try await Self.catalog(folder)
    let inventory = try await Self.inventory(folder, catalog.channel)
    services = [catalog, inventory]
    calls =
      InventoryV1.InventoryServiceMethods.all.map { ($0, inventory.channel) }
      + CatalogV1.ProviderCatalogServiceMethods.all.map { ($0, catalog.channel) }
    try await Self.fill(inventory.channel, catalog.channel)
  }

  static func options(_ byte: UInt8) -> CallOptions {
    let callers = TestCaller.allCases
    return callers[Int(byte) % callers.count].options
  }

  private static func catalog(_ folder: String) async throws -> TestService {
    let database = try await Database(
      engine: SQLiteEngine(path: "\(folder)/catalog.sqlite"),
      migrations: CatalogSchema.migrations,
      options: DatabaseOptions()
    )
    let deploy = "\(folder)/deploy"
    return try await TestService(TestCaller.configuration(ProviderCatalogConfiguration.schema)) { runtime in
      let server = try await ProviderCatalogServer(
        database: database,
        countries: CountryBook(folder: "\(deploy)/countries"),
        directory: DirectoryBook(folder: "\(deploy)/catalog"),
        cipher: PersonalDataKey.cipher(file: "\(folder)/key"),
        clock: runtime.clock,
        stopping: runtime.stopping
      )
      return ServiceParts(services: [server.definition])
    }
  }

  private static func inventory(_ folder: String, _ catalog: ClientChannel) async throws -> TestService {
    let database = try await Database(
      engine: SQLiteEngine(path: "\(folder)/inventory.sqlite"),
      migrations: InventoryServer.migrations
    )
    return try await TestService(TestCaller.configuration(InventoryConfiguration.schema)) { runtime in
      let copy = CatalogCopy(
        database: database,
        clock: runtime.clock,
        catalog: catalog,
        signer: CallerSigner(issuer: "inventory", privateKey: .init(), clock: SystemClock())
      )
      let server = try await InventoryServer(
        database: database,
        limits: ReservationLimits(),
        clock: runtime.clock,
        stopping: StopSignal(),
        catalog: copy
      )
      return ServiceParts(services: [server.definition])
    }
  }

  /// Something to find: a block of numbers, an organization and its location.
  private static func fill(_ inventory: ClientChannel, _ catalog: ClientChannel) async throws {
    let block = InventoryV1.StockBlock(
      firstPhoneNumber: "+12015550000",
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      numberType: .local
    )
    let stock = try await InventoryV1.InventoryServiceClient(inventory)
      .importBlocks(options: TestCaller.operator.options)
    try await stock.send(.init(blocks: [block]))
    _ = try await stock.finish()
    let client = CatalogV1.ProviderCatalogServiceClient(catalog)
    _ = try await client.createOrganization(
      .init(organizationId: "acme", organization: .init(displayName: "Acme", accountType: .paid)),
      options: TestCaller.operator.options
    )
    _ = try await client.createLocation(
      .init(
        parent: "organizations/acme",
        locationId: "hq",
        location: .init(displayName: "HQ", countryCode: "US", timeZone: "America/New_York")
      ),
      options: TestCaller.acme.options
    )
  }
}
