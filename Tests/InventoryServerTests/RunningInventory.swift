import InventoryRules
import InventoryServer
import InventoryStore
import Messages
import NeighbourTesting
import RPC
import RPCTransport
import ServiceKit
import Storage
import StorageSQLite
import StorageTesting
import SuiteConfiguration
import Telephony

/// An inventory with a real database that answers on a real socket.
struct RunningInventory {
  let client: InventoryV1.InventoryServiceClient
  let server: InventoryServer
  private let database: Database
  private let service: TestService
  private let catalog: RPCServer
  private let catalogChannel: ClientChannel

  init(in directory: TemporaryDirectory, clock: any WallClock, limits: ReservationLimits) async throws {
    let database = try await Database(
      engine: SQLiteEngine(path: directory.file("inventory.sqlite")),
      migrations: InventoryServer.migrations
    )
    self.database = database
    catalog = RPCServer(configuration: .init(), services: [CatalogOfTests.definition])
    let address = try await catalog.start()
    catalogChannel = .toThisMachine(address.port)
    let copy = CatalogCopy(
      database: database,
      clock: clock,
      catalog: catalogChannel,
      signer: CallerSigner(issuer: "inventory", privateKey: .init(), clock: SystemClock())
    )
    try await copy.load()
    let server = try await InventoryServer(
      database: database,
      limits: limits,
      clock: clock,
      stopping: StopSignal(),
      catalog: copy
    )
    self.server = server
    service = try await TestService(TestCaller.configuration(InventoryConfiguration.schema), clock: clock) {
      runtime in
      ServiceParts(
        services: [server.definition],
        workers: [copy.follower(logger: runtime.logger).worker],
        interceptors: [copy.partnerGate],
        onShutdown: { await database.close() }
      )
    }
    client = InventoryV1.InventoryServiceClient(service.channel)
  }

  func stop() async {
    await service.stop()
    catalogChannel.close()
    await catalog.shutdown(gracePeriod: .zero)
  }

  /// Waits until the inventory knows what the catalog tells by itself.
  func knowCatalog() async throws {
    while try await database.read({ try CatalogTables($0).location("organizations/acme/locations/hq") })
      == nil
    {
      await Task.yield()
    }
  }
}

/// Runs a body with an inventory and stops it.
func withInventory(
  in directory: TemporaryDirectory? = nil,
  clock: any WallClock = SystemClock(),
  limits: ReservationLimits = ReservationLimits(),
  _ body: (RunningInventory) async throws -> Void
) async throws {
  let directory = try directory ?? TemporaryDirectory()
  let inventory = try await RunningInventory(in: directory, clock: clock, limits: limits)
  try await running({ try await body(inventory) }, finally: inventory.stop)
}

extension RunningInventory {
  static let blocks: [InventoryV1.StockBlock] = [
    ("+12015550000", "US", "NJ", "Jersey City"), ("+12125550000", "US", "NY", "New York"),
    ("+14165550000", "CA", "ON", "Toronto"),
  ].enumerated().map { line, block in
    InventoryV1.StockBlock(
      firstPhoneNumber: block.0,
      countryCode: block.1,
      region: block.2,
      city: block.3,
      numberType: .local,
      line: Int32(line + 1)
    )
  }

  /// Imports messages of blocks.
  @discardableResult
  func stock(
    _ messages: [[InventoryV1.StockBlock]] = [Self.blocks]
  ) async throws -> InventoryV1.ImportBlocksResponse {
    let call = try await client.importBlocks(options: TestCaller.operator.options)
    for blocks in messages { try await call.send(.init(blocks: blocks)) }
    return try await call.finish()
  }

  func reserve(
    _ numbers: [String],
    as caller: TestCaller = .acme,
    requestID: String = ""
  ) async throws -> InventoryV1.Reservation {
    let request = InventoryV1.ReserveNumbersRequest(
      parent: "organizations/\(caller == .globex ? "globex" : "acme")",
      requestId: requestID,
      selection: .specific(.init(phoneNumbers: numbers))
    )
    return try await client.reserveNumbers(request, options: caller.options)
  }

  func state(of number: String) async throws -> InventoryV1.Number.State {
    let request = InventoryV1.GetNumberRequest(name: "numbers/\(number.dropFirst())")
    return try await client.getNumber(request, options: TestCaller.acme.options).state
  }
}
