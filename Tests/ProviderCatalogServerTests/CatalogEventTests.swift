import Messages
import NeighbourTesting
import RPC
import ServiceKit
import Storage
import StorageTesting
import Telephony
import Testing

@Suite struct CatalogEventTests {
  /// The rules of the countries are the first events.
  private static let countries: Int64 = 23

  @Test func comeInOrderFromAnyCursorAndWithoutPersonalData() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      try await catalog.makeLocation()
      _ = try await catalog.enableCallingPlan()
      let all = try await catalog.events(after: 0, count: 3)
      #expect(all.map(\.sequence) == [1, 2, 3].map { Self.countries + $0 })
      #expect(all.allSatisfy { $0.createTime != nil })
      guard case .location(let location) = all[2].resource else {
        Issue.record("the third event is not about the location")
        return
      }
      #expect(location.pstnConnection == .callingPlan)
      #expect(location.contractContact == nil)
      #expect(try await catalog.events(after: Self.countries + 1, count: 2) == Array(all.dropFirst()))
    }
  }

  @Test func comeAsTheyHappen() async throws {
    try await withCatalog { catalog in
      let stream = try await catalog.client.watchEvents(
        .init(cursor: Self.countries),
        options: TestCaller.service.options
      )
      defer { stream.cancel() }
      // The headers come at once, so that a follower knows it is connected.
      _ = try await stream.initialMetadata()
      var events = stream.makeAsyncIterator()
      for id in ["acme", "globex"] {
        let made = try await catalog.makeOrganization(id)
        #expect(try await events.next()?.resource == .organization(made))
      }
    }
  }

  /// At a start the rules of a country are published when its file has changed, and only then.
  @Test func rulesOfACountryArePublishedOnce() async throws {
    let directory = try TemporaryDirectory()
    try await withCatalog(in: directory) { _ in }
    try await withCatalog(in: directory) { catalog in
      let partner = try await catalog.client.createPartner(
        .init(partnerId: "agent", partner: .init(displayName: "Agent", enrolled: true)),
        options: TestCaller.operator.options
      )
      let stream = try await catalog.client.watchEvents(.init(), options: TestCaller.service.options)
      defer { stream.cancel() }
      var codes: [String] = []
      for try await event in stream {
        guard case .country(let country) = event.resource else {
          #expect(event.resource == .partner(partner))
          break
        }
        codes.append(country.countryCode)
      }
      #expect(codes.count == Int(Self.countries) && codes == codes.sorted())
    }
  }

  @Test func areForServicesOnly() async throws {
    try await withCatalog { catalog in
      let error = await refusal {
        let stream = try await catalog.client.watchEvents(.init(), options: TestCaller.acme.options)
        for try await _ in stream {}
      }
      #expect(error?.code == .permissionDenied)
    }
  }

  @Test func aCursorThatIsNotKeptBeginsWithASnapshot() async throws {
    var options = DatabaseOptions()
    options.eventRetentionMilliseconds = 1_000
    let clock = ManualClock(Instant(milliseconds: 1_795_435_200_000))
    try await withCatalog(clock: clock, options: options) { catalog in
      try await catalog.makeOrganization("acme")
      try await catalog.makeLocation()
      clock.advance(by: .seconds(60))
      // Expired events go with later writes.
      try await catalog.makeOrganization("globex")
      try await catalog.makeOrganization("initech")
      let expired = await refusal { _ = try await catalog.events(after: 1, count: 1) }
      #expect(expired?.code == .outOfRange)
      #expect(expired?.reason == "CURSOR_EXPIRED")
      let snapshot = try await catalog.events(after: 0, count: 4)
      #expect(snapshot.map(\.sequence) == [0, 0, 0, Self.countries + 4])
      guard case .location = snapshot[3].resource else {
        Issue.record("the last part of the snapshot is not the location")
        return
      }
    }
  }
}
