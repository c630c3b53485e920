import InventoryRules
import Storage
import StorageSQLite
import StorageTesting
import Telephony
import Testing

@testable import InventoryStore

@Suite struct PackedNumbersTests {
  @Test func everythingComesBack() throws {
    let first = try #require(TelephoneNumber(e164: "+12015550000"))
    let numbers = [3, 1, 2, 9_999, 0].compactMap { first.advanced(by: $0) }
    let sets: [NumberSet] = [
      NumberSet([first]), NumberSet(numbers), .run(try #require(NumberRange(first: first, count: 100))),
    ]
    for set in sets { #expect(PackedNumbers.unpack(PackedNumbers.pack(set)) == set) }
    #expect(PackedNumbers.pack(sets[0]).count == 7)
  }

  @Test(
    arguments: [[], [0], [1], [1, 0x80], [1, 2, 1, 0], [2, 2, 1], [1, 0xff, 0xff, 0xff, 0xff]] as [[UInt8]]
  )
  func refusesOtherBytes(bytes: [UInt8]) {
    #expect(PackedNumbers.unpack(bytes) == nil)
  }
}

@Suite struct InventoryTablesTests {
  let start = Instant(rfc3339: "2026-11-23T05:00:00Z")!
  let order = try! ResourceName(
    "organizations/acme/orders/o1",
    pattern: "organizations/*/orders/*",
    field: "order"
  )
  let location = try! ResourceName(
    "organizations/acme/locations/hq",
    pattern: "organizations/*/locations/*",
    field: "location"
  )

  @Test func whatWasStoredComesBack() async throws {
    let directory = try TemporaryDirectory()
    let database = try await open(directory)
    let before = try await database.write { transaction in
      var inventory = Inventory()
      try history(&inventory, transaction)
      return inventory
    }
    let after = try await database.read { try InventoryTables.load(limits: .init(), in: $0) }
    #expect(after.reservationCount == before.reservationCount)
    for id in 1...4 as ClosedRange<Int64> { #expect(after.reservation(id) == before.reservation(id)) }
    #expect(try after.stock.count(.init(countryCode: "US")) == before.stock.count(.init(countryCode: "US")))
    let numbers = after.numbers(of: "acme", after: nil, limit: 100)
    #expect(numbers == before.numbers(of: "acme", after: nil, limit: 100))
    for number in numbers {
      #expect(try after.view(number, for: .suite) == before.view(number, for: .suite))
    }
    await database.close()
  }

  private func history(_ inventory: inout Inventory, _ transaction: Transaction) throws {
    func keep<Answer>(_ decision: Decision<Answer>) throws -> Answer {
      try InventoryTables.store(decision.changes, in: transaction)
      return decision.answer
    }
    let block = try StockBlock(
      firstPhoneNumber: "+12015550000",
      countryCode: "US",
      type: .local,
      region: "NJ",
      city: "Jersey City",
      provider: ""
    )
    _ = try keep(inventory.importBlock(block))
    let quantity = ReserveCommand(
      organization: "acme",
      selection: .quantity(.init(countryCode: "US"), count: 3)
    )
    let run = ReserveCommand(organization: "acme", selection: .block(.init(countryCode: "US"), size: 50))
    let first = try keep(inventory.reserve(quantity, now: start))
    let second = try keep(inventory.reserve(run, now: start))
    let third = try keep(inventory.reserve(quantity, now: start))
    _ = try keep(inventory.reserve(quantity, now: start))
    _ = try keep(inventory.release(third.id, organization: "acme", now: start))
    for reservation in [first, second] {
      _ = try keep(
        inventory.holdForOrder(
          reservation.id,
          fencingToken: reservation.fencingToken,
          order: order,
          now: start
        )
      )
    }
    _ = try keep(inventory.assign(order: order, location: location, now: start))
  }

  @Test func forgottenIdsAreNeverGivenAgain() async throws {
    let directory = try TemporaryDirectory()
    let database = try await open(directory)
    let newest = try await database.write { transaction in
      var inventory = Inventory()
      try history(&inventory, transaction)
      let later = start + .seconds(3 * 86_400)
      try InventoryTables.store(inventory.expire(now: later, limit: .max).changes, in: transaction)
      try InventoryTables.store(inventory.expire(now: later, limit: .max).changes, in: transaction)
      return inventory.newestReservationID
    }
    let after = try await database.read { try InventoryTables.load(limits: .init(), in: $0) }
    #expect(after.reservationCount == 0)
    #expect(after.newestReservationID == newest)
    await database.close()
  }

  private func open(_ directory: TemporaryDirectory) async throws -> Database {
    try await Database(
      engine: SQLiteEngine(path: directory.file("inventory.sqlite")),
      migrations: InventorySchema.migrations
    )
  }
}
