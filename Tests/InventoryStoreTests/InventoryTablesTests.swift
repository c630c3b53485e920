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
    for set in sets { #expect(try PackedNumbers.unpack(PackedNumbers.pack(set)) == set) }
    #expect(PackedNumbers.pack(sets[0]).count == 7)
  }

  @Test(
    arguments: [[], [0], [1], [1, 0x80], [1, 2, 1, 0], [2, 2, 1], [1, 0xff, 0xff, 0xff, 0xff]] as [[UInt8]]
  )
  func refusesOtherBytes(bytes: [UInt8]) {
    #expect(throws: StorageError.self) { try PackedNumbers.unpack(bytes) }
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
    let states: Set<NumberState> = [.reserved, .assigned, .portingIn, .portedIn, .portedOut, .aging]
    let filter = NumberFilter(states: states)
    let page = after.numbers(of: "acme", matching: filter, limit: 100)
    #expect(page == before.numbers(of: "acme", matching: filter, limit: 100))
    #expect(Set(page.numbers.map(\.state)) == states.subtracting([.portedOut]))
    #expect(page.numbers.contains { $0.assignee != nil && $0.usage == .service && $0.isMainNumber })
    #expect(page.numbers.count { $0.orderedBlock != nil } == 50)
    #expect(after.callerID(of: alice) == before.callerID(of: alice))
    #expect(after.callerID(of: alice) != nil)
    let blocked = TelephoneNumber(e164: "+12015559999")!
    #expect(try after.view(blocked, for: .suite).state == .blocked)
    // What rests is available again at the same time.
    var resting = after
    let rested = resting.expire(now: start + .seconds(90 * 86_400), limit: .max)
    #expect(rested.changes.contains { if case .record(_, nil) = $0 { true } else { false } })
    await database.close()
  }

  private func history(_ inventory: inout Inventory, _ transaction: Transaction) throws {
    func keep<Answer>(_ decision: Decision<Answer>) throws -> Answer {
      try InventoryTables.store(decision.changes, at: start, in: transaction)
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
    _ = try keep(inventory.assign(order: order, location: location, access: .callingPlan, now: start))
    try life(&inventory, first.numbers.sorted(), keep)
  }

  var alice: CallerIdentity {
    CallerIdentity(organization: "acme", caller: Assignee(kind: .user, id: "alice")!)
  }

  private func life(
    _ inventory: inout Inventory,
    _ numbers: [TelephoneNumber],
    _ keep: (Decision<[TelephoneNumber]>) throws -> [TelephoneNumber]
  ) throws {
    let access = ServiceNumberAccess(
      location: .init(countryCode: "US", connection: .callingPlan, hasServiceNumbers: true),
      organization: .init(accountType: .paid, outboundCallingPlans: 1),
      isSupported: true
    )
    _ = try keep(
      inventory.changeUsage([numbers[0]], to: .service, organization: "acme", access: [location.text: access])
    )
    let queue = Assignee(kind: .callQueue, id: "sales")
    _ = try keep(inventory.setAssignee(of: numbers[0], to: queue, organization: "acme"))
    _ = try keep(inventory.setMainNumber(numbers[0], of: location))
    let shown = try inventory.setCallerID(of: alice, to: numbers[0])
    _ = try keep(Decision(numbers: [], changes: shown.changes))
    _ = try keep(inventory.releaseNumbers([numbers[1]], organization: "acme", now: start))
    _ = try keep(inventory.block([TelephoneNumber(e164: "+12015559999")!], now: start))
    let port = try ResourceName(
      "organizations/acme/portOrders/0189f0a0-0000-7000-8000-0123456789ab",
      pattern: "organizations/*/portOrders/*",
      field: "order"
    )
    let foreign = ["+13105550001", "+13105550002"].compactMap(TelephoneNumber.init(e164:))
    _ = try keep(inventory.beginPortIn(foreign, order: port, location: location, now: start))
    _ = try keep(inventory.endPortIn([foreign[0]], order: port, completed: true, now: start))
  }

  @Test func forgottenIdsAreNeverGivenAgain() async throws {
    let directory = try TemporaryDirectory()
    let database = try await open(directory)
    let newest = try await database.write { transaction in
      var inventory = Inventory()
      try history(&inventory, transaction)
      let later = start + .seconds(3 * 86_400)
      for _ in 0..<2 {
        let ended = inventory.expire(now: later, limit: .max)
        try InventoryTables.store(ended.changes, at: later, in: transaction)
      }
      #expect(inventory.reservationCount == 0)
      return inventory.newestReservationID
    }
    let compacted = try await database.write { transaction in
      try InventoryTables.compact(
        before: start + .seconds(9 * 86_400),
        at: start,
        standing: { _ in nil },
        in: transaction
      )
    }
    #expect(compacted)
    let after = try await database.read { try InventoryTables.load(limits: .init(), in: $0) }
    #expect(after.reservationCount == 0)
    #expect(after.newestReservationID == newest)
    await database.close()
  }

  @Test func compactingKeepsWhatIsRemembered() async throws {
    let directory = try TemporaryDirectory()
    let database = try await open(directory)
    let before = try await database.write { transaction in
      var inventory = Inventory()
      try history(&inventory, transaction)
      return inventory
    }
    let compact = { (cutoff: Instant) in
      try await database.write { transaction in
        try InventoryTables.compact(
          before: cutoff,
          at: cutoff,
          standing: { id in id == 3 ? nil : before.reservation(id) },
          in: transaction
        )
      }
    }
    #expect(try await !compact(start))
    #expect(try await compact(start + .seconds(1)))
    #expect(try await !compact(start + .seconds(1)))
    let after = try await database.read { try InventoryTables.load(limits: .init(), in: $0) }
    for id in [1, 2, 4] as [Int64] { #expect(after.reservation(id) == before.reservation(id)) }
    #expect(after.reservation(3) == nil)
    await database.close()
  }

  @Test func rowsOfTheFirstVersionAreTakenOver() async throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("inventory.sqlite")
    let old = try await Database(
      engine: SQLiteEngine(path: file),
      migrations: [InventorySchema.migrations[0]]
    )
    let block = NumberRange(first: TelephoneNumber(e164: "+12015550100")!, count: 10)!
    let single = NumberSet([TelephoneNumber(e164: "+12015550200")!])
    try await old.write { transaction in
      for (id, numbers, isBlock) in [(Int64(1), NumberSet.run(block), true), (2, single, false)] {
        try transaction.execute(
          Statement("INSERT INTO assignment VALUES (?1, 'acme', ?2, ?3, ?4, ?5, 3, 1000)"),
          id,
          PackedNumbers.pack(numbers),
          isBlock,
          location.text,
          order.text
        )
      }
      try transaction.execute(
        Statement("INSERT INTO reservation VALUES (7, 'acme', ?1, 0, 1000, 1, 9, 2000, '')"),
        PackedNumbers.pack(NumberSet([TelephoneNumber(e164: "+12015550300")!]))
      )
    }
    await old.close()
    let database = try await open(directory)
    let records = try await database.read { transaction in
      var records: [NumberRecord] = []
      try NumberRecordTable.forEach(in: transaction) { records.append($0) }
      return records
    }
    #expect(records.map(\.standing.block) == [block, nil])
    #expect(records.map(\.numbers) == [.run(block), single])
    for record in records {
      #expect(record.standing.state == .assigned)
      #expect(record.standing.order.text == order.text)
      #expect(record.standing.location == location.text)
      #expect(record.standing.since == Instant(milliseconds: 1_000))
    }
    let inventory = try await database.read { try InventoryTables.load(limits: .init(), in: $0) }
    let reservation = try #require(inventory.reservation(7))
    #expect(reservation.fencingToken == 9)
    #expect(reservation.expireTime == Instant(milliseconds: 2_000))
    await database.close()
  }

  private func open(_ directory: TemporaryDirectory) async throws -> Database {
    try await Database(
      engine: SQLiteEngine(path: directory.file("inventory.sqlite")),
      migrations: InventorySchema.migrations + [
        Migration(3, sql: ""), InventorySchema.reservationsAsRecords, Migration(5, sql: ""),
        InventorySchema.packedNumberRecords,
      ]
    )
  }
}

extension Decision where Answer == [TelephoneNumber] {
  fileprivate init(numbers: [TelephoneNumber], changes: [Change]) {
    self.init(answer: numbers, changes: changes, events: [])
  }
}

extension ServiceNumberAccess {
  /// A location with the calling plan, of a paying customer with one licence.
  fileprivate static let callingPlan = ServiceNumberAccess(
    location: LocationFacts(countryCode: "US", connection: .callingPlan),
    organization: OrganizationFacts(accountType: .paid, outboundCallingPlans: 1),
    isSupported: true
  )
}
