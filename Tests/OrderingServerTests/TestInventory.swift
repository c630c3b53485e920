import Foundation
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

/// The real inventory on its own SQLite file and port, with ten thousand numbers and a clock that can be moved.
final class TestInventory: Sendable {
  /// What Ordering calls the inventory by.
  let channel: FaultyChannel
  private let clock: ManualClock
  private let service: TestService
  private let client: InventoryV1.InventoryServiceClient

  init(
    in directory: TemporaryDirectory,
    settings: TestConfiguration,
    clock: ManualClock,
    catalog: any RPCChannel
  ) async throws {
    service = try await TestService(settings.load(InventoryConfiguration.schema), clock: clock) { runtime in
      let database = try await Database(
        engine: SQLiteEngine(path: directory.file("inventory.sqlite")),
        migrations: InventoryServer.migrations
      )
      let copy = CatalogCopy(
        database: database,
        clock: runtime.clock,
        catalog: catalog,
        signer: try runtime.signer()
      )
      let server = try await InventoryServer(
        database: database,
        limits: ReservationLimits(),
        clock: runtime.clock,
        stopping: runtime.stopping,
        catalog: copy
      )
      return ServiceParts(
        services: [server.definition],
        workers: [copy.follower(logger: runtime.logger).worker],
        onShutdown: { await database.close() }
      )
    }
    self.clock = clock
    channel = FaultyChannel(service.channel)
    client = InventoryV1.InventoryServiceClient(service.channel)
    try await stock()
  }

  func stop() async { await service.stop() }

  private func options(_ principal: String) -> CallOptions {
    CallOptions(timeout: .seconds(10)).calling(withAPIKey: principal)
  }

  private func stock() async throws {
    try await stock(
      InventoryV1.StockBlock(
        firstPhoneNumber: "+12015550000",
        countryCode: "US",
        region: "NJ",
        city: "Jersey City",
        numberType: .local,
        provider: "providers/example"
      )
    )
    for (first, country, city) in [("+49302300000", "DE", "Berlin"), ("+61290010000", "AU", "Sydney")] {
      try await stock(
        InventoryV1.StockBlock(
          firstPhoneNumber: first,
          countryCode: country,
          city: city,
          numberType: .local,
          provider: "providers/example"
        )
      )
    }
  }

  /// Puts a block of ten thousand numbers on the shelves.
  func stock(_ block: InventoryV1.StockBlock) async throws {
    let call = try await client.importBlocks(options: options("operator"))
    try await call.send(InventoryV1.ImportBlocksRequest(blocks: [block]))
    let answer = try await call.finish()
    if let error = answer.errors.first { throw RPCError(.internal, message: error.message) }
  }

  func reserve(
    _ count: Int32,
    organization: String,
    block: Bool = false
  ) async throws -> InventoryV1.Reservation {
    let criteria = InventoryV1.NumberCriteria(countryCode: "US")
    var request = InventoryV1.ReserveNumbersRequest(
      parent: "organizations/\(organization)",
      requestId: UUID().uuidString
    )
    request.selection =
      block
      ? .block(InventoryV1.NumberBlock(criteria: criteria, size: count))
      : .quantity(InventoryV1.NumberQuantity(criteria: criteria, count: count))
    return try await client.reserveNumbers(request, options: options("\(organization)-admin"))
  }

  /// Lets every lease run out.
  func expireLeases() { clock.advance(by: .seconds(3 * 3_600)) }

  func state(of reservation: InventoryV1.Reservation) async throws -> InventoryV1.Reservation.State {
    let request = InventoryV1.GetReservationRequest(name: reservation.name)
    return try await client.getReservation(request, options: options("acme-admin")).state
  }

  /// Makes a hold, or an assignment, of an order that nobody made.
  func plant(order: String, location: String? = nil, count: Int32 = 1) async throws {
    let reservation = try await reserve(count, organization: "acme")
    let service = options("acme-service")
    _ = try await client.holdForOrder(
      .init(reservation: reservation.name, fencingToken: reservation.fencingToken, order: order),
      options: service
    )
    guard let location else { return }
    _ = try await client.assignNumbers(.init(order: order, location: location), options: service)
  }

  /// Waits until it has heard that the calling plan of a location is gone.
  func waitUntilDisconnected(_ location: String) async throws {
    let request = InventoryV1.MoveNumbersRequest(
      parent: "organizations/acme",
      phoneNumbers: ["+12015559999"],
      location: location
    )
    while true {
      do {
        _ = try await client.moveNumbers(request, options: options("acme-admin"))
      } catch let error as RPCError where error.reason == "CALLING_PLAN_NOT_ENABLED" {
        return
      } catch is RPCError {
        await Task.yield()
      }
    }
  }

  /// Lets somebody use a number of acme.
  func give(_ number: String, to assignee: InventoryV1.Assignee) async throws {
    _ = try await client.setAssignee(
      .init(parent: "organizations/acme", phoneNumber: number, assignee: assignee),
      options: options("acme-admin")
    )
  }

  /// Gives numbers up.
  func release(_ phoneNumbers: [String], organization: String) async throws {
    _ = try await client.releaseNumbers(
      .init(parent: "organizations/\(organization)", phoneNumbers: phoneNumbers),
      options: options("\(organization)-admin")
    )
  }

  /// Does what Porting does when numbers come.
  func portIn(_ number: String, order: String, location: String) async throws -> InventoryV1.Number.State? {
    let location = "organizations/acme/locations/\(location)"
    let service = options("acme-service")
    _ = try await client.beginPortIn(
      .init(location: location, order: order, phoneNumbers: [number]),
      options: service
    )
    let arrived = try await client.endPortIn(
      .init(order: order, phoneNumbers: [number], completed: true),
      options: service
    )
    return arrived.numbers.first?.state
  }

  /// Does what Porting does when numbers leave.
  func portOut(_ numbers: [String], organization: String) async throws {
    _ = try await client.portOutNumbers(
      .init(parent: "organizations/\(organization)", phoneNumbers: numbers),
      options: options("\(organization)-service")
    )
  }

  /// Takes every number of a country off the shelves, or as many as are asked for.
  func sellOut(_ country: String = "US", leaving rest: Int) async throws {
    let stock = try await client.getStock(
      .init(criteria: .init(countryCode: country)),
      options: options("other-admin")
    )
    var left = Int(stock.available) - rest
    var organization = 0
    while left > 0 {
      let count = min(left, 100)
      _ = try await client.reserveNumbers(
        .init(
          parent: "organizations/seller\(organization / 10)",
          requestId: UUID().uuidString,
          selection: .quantity(.init(criteria: .init(countryCode: country), count: Int32(count)))
        ),
        options: options("follower")
      )
      (left, organization) = (left - count, organization + 1)
    }
  }

  /// Numbers that orders of an organization hold or have.
  func numbersOfOrders(_ organization: String = "acme") async throws -> [InventoryV1.Number] {
    let request = InventoryV1.ListNumbersRequest(parent: "organizations/\(organization)", pageSize: 1_000)
    let numbers = try await client.listNumbers(request, options: options("\(organization)-admin")).numbers
    return numbers.filter { !$0.order.isEmpty }
  }
}
