import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import NeighbourTesting
import PersonalData
import RPC
import RPCTransport
import ServiceKit
import Storage
import StorageSQLite
import StorageTesting
import Telephony
import Testing

@testable import EmergencyAddressServer

@Suite struct ModelTests {
  // Four at once; together 100,000 commands.
  @Test(arguments: (0..<4).map { _ in UInt64.random(in: 1..<1 << 48) })
  func agreesWithTheModel(seed: UInt64) async throws {
    let directory = try TemporaryDirectory()
    let database = try await Database(
      engine: SQLiteEngine(path: directory.file("emergency.sqlite")),
      migrations: EmergencySchema.migrations
    )
    let server = try await Self.server(database)
    var run = ModelRun(server: server, seed: seed)
    for _ in 0..<25 where run.failures.isEmpty {
      let before = run
      run = try await database.write { transaction in
        var next = before
        try next.run(1_000, in: transaction)
        return next
      }
    }
    #expect(run.failures.isEmpty, "seed \(seed)")
    #expect(run.commands == 25_000)
    #expect(run.successes * 10 >= run.commands * 4, "seed \(seed): \(run.successes) succeeded")
    // After a restart everything is as it was.
    let again = try await Self.server(database)
    for index in 0..<AddressModel.numberCount {
      let number = ModelRun.number(index)
      let before = server.memory.read { $0.effective(number) }
      #expect(again.memory.read { $0.effective(number) } == before, "seed \(seed)")
    }
    let told = try await Self.told(database)
    for index in 0..<AddressModel.numberCount {
      let number = ModelRun.number(index)
      let subject = server.memory.read { $0.effective(number)?.record.subject }
      #expect(told[number.digits] == subject, "seed \(seed): the provider was told otherwise of \(number)")
    }
    await database.close()
    print("model test: seed \(seed), \(run.successes) of \(run.commands) succeeded")
  }

  /// Whose address each number has by what the emergency provider is told.
  private static func told(_ database: Database) async throws -> [UInt64: AddressSubject] {
    let rows = try await database.read { try NumberTaskTable.oldest(limit: 1_000_000, in: $0) }
    var told: [UInt64: AddressSubject] = [:]
    for task in rows.map(\.task) {
      for number in task.first..<task.first + task.count {
        switch task.kind {
        case .add: told[number] = task.subject
        case .remove: if told[number] == task.subject { told[number] = nil }
        }
      }
    }
    return told
  }

  private static func server(_ database: Database) async throws -> EmergencyAddressServer {
    let nobody = CarrierV1.EmergencyProviderServiceClient(ClientChannel.toThisMachine(1))
    let server = try await EmergencyAddressServer(
      database: database,
      cipher: FieldCipher(key: Array(0..<32)),
      clock: ManualClock(Instant(milliseconds: 0)),
      provider: EmergencyProvider(nobody, options: { CallOptions() }),
      stopping: StopSignal()
    )
    server.memory.note(AddressRules(unitedStates), of: "US")
    for organization in ["acme", "globex"] {
      server.memory.note(KnownOrganization(id: organization, isTrial: false, outboundCallingPlans: 1))
    }
    let locations = try await database.write { transaction in
      try (0..<AddressModel.locationCount).map { index in
        let location = KnownLocation(name: ModelRun.location(index), countryCode: "US")
        return try KnownLocationTable.save(location, in: transaction)
      }
    }
    for location in locations { server.memory.note(location) }
    return server
  }
}

/// SplitMix64: repeatable by its seed.
struct SplitMix: Sendable {
  var state: UInt64

  mutating func below(_ limit: UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return (word ^ (word >> 31)) % limit
  }
}
