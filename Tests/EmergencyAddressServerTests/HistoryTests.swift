import EmergencyAddressStore
import Messages
import NeighbourTesting
import RPC
import ServiceKit
import Storage
import StorageTesting
import Telephony
import Testing

@testable import EmergencyAddressServer

@Suite struct HistoryTests {
  @Test func keepsWhoWhenBeforeAndAfter() async throws {
    try await withOffice { emergency, _ in
      try await emergency.wait(.ready)
      var moved = address
      moved.buildingNumber = "14"
      try await emergency.setAddress(moved, as: .service)
      try await emergency.wait(.ready)
      let changes = try await emergency.changes(officeAddress)
      #expect(
        changes.map(\.action) == [
          .provisioningPassed, .validationPassed, .given, .provisioningPassed, .validationPassed, .given,
        ]
      )
      #expect(
        changes.map(\.principal) == [
          "emergency-provider", "emergency-provider", "keys/service", "emergency-provider",
          "emergency-provider", "keys/acme",
        ]
      )
      #expect(changes[2].before?.address == address)
      #expect(changes[2].before?.step == .ready)
      #expect(changes[2].after?.address == moved)
      #expect(changes[5].before == nil)
      #expect(changes[5].createTime != nil)
      let page = try await emergency.client.listAddressChanges(
        .init(parent: officeAddress, pageSize: 5),
        options: TestCaller.reader.options
      )
      #expect(page.changes == Array(changes.prefix(5)))
      let rest = try await emergency.client.listAddressChanges(
        .init(parent: officeAddress, pageSize: 5, pageToken: page.nextPageToken),
        options: TestCaller.reader.options
      )
      #expect(rest.changes == [changes[5]])
    }
  }

  @Test func tellsWhatHeldAtAnyInstant() async throws {
    let clock = ManualClock(Instant(milliseconds: 1_795_435_200_000))
    try await withEmergency(clock: clock) { emergency, sources in
      let first = clock.now()
      sources.publishOffice()
      try await emergency.waitForOffice()
      let early = await refusal { _ = try await effective(emergency, at: first) }
      #expect(early?.reason == "EMERGENCY_ADDRESS_MISSING")
      clock.advance(by: .seconds(10))
      try await emergency.setAddress()
      try await emergency.wait(.ready)
      clock.advance(by: .seconds(10))
      try await emergency.setCustom()
      try await emergency.wait(.ready, of: numberAddress)
      clock.advance(by: .seconds(10))
      sources.unassign(2, [number], from: office)
      try await emergency.wait { $0.place(of: number) == nil }
      let before = await refusal { _ = try await effective(emergency, at: first - .seconds(1)) }
      #expect(before?.reason == "NUMBER_UNKNOWN")
      #expect(try await effective(emergency, at: first + .seconds(19)).address == address)
      #expect(try await effective(emergency, at: first + .seconds(20)).address == home)
      #expect(try await effective(emergency, at: first + .seconds(29)).source == .number)
      let gone = await refusal { _ = try await effective(emergency, at: nil) }
      #expect(gone?.reason == "NUMBER_UNKNOWN")
      let foreign = await refusal {
        _ = try await effective(emergency, at: first + .seconds(20), as: .globex)
      }
      #expect(foreign?.reason == "NUMBER_UNKNOWN")
    }
  }

  // design.md section 5: every reading is audited; look-ups without waiting.
  @Test func notesWhoReadWhat() async throws {
    try await withOffice { emergency, _ in
      _ = try await emergency.read(officeAddress)
      _ = try await emergency.lookUp(as: .service)
      let resources = try await emergency.database.read { transaction in
        try transaction.query(.selectReadings) { row in row[0] as String }
      }
      #expect(resources == ["keys/reader \(officeAddress)"])
      try await emergency.poll {
        let lookUps = try await emergency.database.read { try PersonalReadings.lookUps(in: $0) }
        return lookUps.map { "\($0.principal) \($0.number)" } == ["keys/service \(number)"]
      }
      try await emergency.server.forgetReadings(before: Instant(milliseconds: 0))
      #expect(try await emergency.database.read { try PersonalReadings.lookUps(in: $0) }.count == 1)
      try await emergency.server.forgetReadings(before: SystemClock().now() + .seconds(1))
      let left = try await emergency.database.read { transaction in
        try transaction.query(.selectReadings) { row in row[0] as String }.count
          + PersonalReadings.lookUps(in: transaction).count
      }
      #expect(left == 0)
    }
  }

  @Test func countsReadingsThatFindNoRoom() {
    let journal = LookUpJournal()
    let reading = LookUpReading(
      number: TelephoneNumber(digits: 12_015_550_123)!,
      principal: "a",
      time: Instant(milliseconds: 0)
    )
    let room = (LookUpJournal.mostChunks + 1) * LookUpJournal.chunkSize
    for _ in 0..<room + 3 { journal.note(reading.number, by: "a", at: reading.time) }
    #expect(journal.lostCount == 3)
    var taken = journal.take()
    journal.putBack(taken)
    #expect(journal.lostCount == 3)
    var count = 0
    repeat {
      taken = journal.take()
      count += taken.map(\.count).reduce(0, +)
    } while !taken.isEmpty
    #expect(count == room)
  }

  private func effective(
    _ emergency: RunningEmergency,
    at time: Instant?,
    as caller: TestCaller = .reader
  ) async throws -> EmergencyV1.EffectiveAddress {
    try await emergency.client.getEffectiveAddress(
      .init(phoneNumber: number, asOf: time.map { .init($0) }),
      options: caller.options
    )
  }
}

extension Statement {
  fileprivate static let selectReadings = Statement(
    "SELECT principal || ' ' || resource FROM personal_reading ORDER BY id"
  )
}
