import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import NeighbourTesting
import RPC
import Storage
import StorageTesting
import Telephony
import Testing

@testable import EmergencyAddressServer

// domain.md section 6: an address applies to all numbers of its location, and the emergency provider has to know them.
@Suite struct NumberTaskTests {
  private let other = "+12015550124"

  @Test func followsNumbersAndTheirAddresses() async throws {
    let provider = SwitchedProvider()
    provider.setOn(true)
    try await withProvider(provider) { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      #expect(provider.served.isEmpty)
      try await emergency.setAddress()
      try await served(provider, [number: office])
      sources.publishLocation(3, warehouse)
      sources.assign(2, [other], to: office)
      try await served(provider, [number: office, other: office])
      try await emergency.setCustom()
      try await emergency.wait(.ready, of: numberAddress)
      try await served(provider, [number: "organizations/acme/numbers/12015550123", other: office])
      try await emergency.reset()
      try await served(provider, [number: office, other: office])
      try await emergency.setAddress(of: warehouse)
      sources.assign(3, [other], to: warehouse)
      try await served(provider, [number: office, other: warehouse])
      sources.unassign(4, [number], from: office)
      try await served(provider, [other: warehouse])
    }
  }

  // Nothing is lost while the provider is down or this service is, and nothing is overtaken.
  @Test func goesOnInOrderAfterARestart() async throws {
    let (directory, provider, sources) = (try TemporaryDirectory(), SwitchedProvider(), Sources())
    try await withProvider(provider, in: directory, sources) { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      try await emergency.setAddress()
      sources.assign(2, [other], to: office)
      sources.unassign(3, [number], from: office)
      try await emergency.wait { $0.place(of: number) == nil }
      try await emergency.poll { provider.numberTasks.count > 2 }
      #expect(provider.served.isEmpty && Set(provider.numberTasks).count == 1)
      #expect(emergency.server.numberTasks.openCount == 3)
    }
    provider.setOn(true)
    try await withProvider(provider, in: directory, sources) { emergency, _ in
      try await served(provider, [other: office])
      try await emergency.poll { emergency.server.numberTasks.openCount == 0 }
    }
  }

  // A database that is older than these tasks, and a provider that has forgotten a number.
  @Test func tellsAllThatIsKnownOnceAndAgainWhatIsForgotten() async throws {
    let (directory, provider, sources) = (try TemporaryDirectory(), SwitchedProvider(), Sources())
    try await withOffice(in: directory, sources) { emergency, _ in
      try await emergency.wait(.ready)
      try await emergency.poll { emergency.server.numberTasks.openCount == 0 }
      try await emergency.database.write { try $0.execute(.insertBeginning) }
    }
    provider.setOn(true)
    try await withProvider(provider, in: directory, sources) { emergency, _ in
      try await served(provider, [number: office])
      provider.forgetNumbers()
      let unknown = await refusal { try await testCall(emergency) }
      #expect(unknown?.code == .failedPrecondition && unknown?.reason == "NUMBER_NOT_SERVED")
      try await served(provider, [number: office])
      try await testCall(emergency)
    }
  }

  // One refusal must not keep all that comes after it from the provider.
  @Test func aRefusalIsCountedAndTheRestGoesOn() async throws {
    let provider = SwitchedProvider()
    provider.setOn(true)
    provider.refuse(number)
    try await withProvider(provider) { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      try await emergency.setAddress()
      try await emergency.poll { emergency.server.numberTasks.refusedCount == 1 }
      sources.assign(2, [other], to: office)
      try await served(provider, [other: office])
    }
  }

  @Test func putsConsecutiveNumbersIntoOneRun() {
    var book = AddressBook()
    let name = "organizations/acme/locations/hq"
    let run = NumberRun(first: 12_015_550_100, count: 10, location: 1)
    book.note(KnownLocation(name: name, countryCode: "US"), number: 1)
    let record = AddressRecord(
      subject: .location(name),
      version: 1,
      revision: 1,
      address: .init(countryCode: "US"),
      progress: .syntax,
      step: .validating,
      action: .given,
      principal: "a",
      time: Instant(milliseconds: 0)
    )
    book.put(record)
    let before = book.served([run])
    book.assign(NumberRun(first: 12_015_550_102, count: 3, location: 1))
    book.assign(NumberRun(first: 12_015_550_107, count: 2, location: 1))
    #expect(
      book.served([run]).tasks(after: before) == [
        NumberTask(.add, record.subject, first: 12_015_550_102, count: 3),
        NumberTask(.add, record.subject, first: 12_015_550_107, count: 2),
      ]
    )
    #expect(before.tasks(after: book.served([run])).map(\.kind) == [.remove, .remove])
  }

  private func testCall(_ emergency: RunningEmergency) async throws {
    _ = try await emergency.client.placeTestCall(
      .init(phoneNumber: number),
      options: TestCaller.acme.options
    )
  }

  private func served(_ provider: SwitchedProvider, _ expected: [String: String]) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while provider.served != expected {
      guard .now < end else {
        #expect(provider.served == expected)
        throw TimedOut()
      }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  private func withProvider(
    _ provider: SwitchedProvider,
    in directory: TemporaryDirectory? = nil,
    _ sources: Sources = Sources(),
    _ body: (RunningEmergency, Sources) async throws -> Void
  ) async throws {
    let (upstream, port) = try await sources.serve()
    let (server, providerPort) = try await provider.serve()
    let emergency = try await RunningEmergency(
      in: try directory ?? TemporaryDirectory(),
      sources: port,
      provider: providerPort
    )
    try await running({ try await body(emergency, sources) }) {
      await emergency.stop()
      await upstream.shutdown(gracePeriod: .zero)
      await server.shutdown(gracePeriod: .zero)
    }
  }
}

extension Statement {
  fileprivate static let insertBeginning = Statement(
    "INSERT INTO number_task (kind, subject, first, count) VALUES (0, '', 0, 0)"
  )
}
