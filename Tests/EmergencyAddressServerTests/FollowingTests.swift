import EmergencyAddressStore
import Messages
import NeighbourTesting
import RPC
import RPCTransport
import ServiceKit
import StorageTesting
import Testing

@testable import EmergencyAddressServer

@Suite struct FollowingTests {
  @Test func resumesWhereItWasAfterARestart() async throws {
    let directory = try TemporaryDirectory()
    let sources = Sources()
    try await withEmergency(in: directory, sources: sources) { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
    }
    try await withEmergency(in: directory, sources: sources) { emergency, sources in
      sources.publishLocation(3, warehouse)
      sources.assign(2, ["+12015550124"], to: warehouse)
      try await emergency.wait { $0.place(of: "+12015550124")?.location.countryCode == "US" }
    }
    #expect(sources.catalog.cursors == [0, 2])
    #expect(sources.inventory.cursors == [0, 1])
  }

  @Test func connectsAgainAfterALoss() async throws {
    let sources = Sources()
    let (first, port) = try await sources.serve()
    let emergency = try await RunningEmergency(in: try TemporaryDirectory(), sources: port)
    sources.publishOffice()
    try await emergency.waitForOffice()
    await first.shutdown(gracePeriod: .zero)
    try await emergency.poll { emergency.server.liveness.values.allSatisfy { !$0.isLive } }
    #expect(emergency.server.stalenessMilliseconds(at: SystemClock().now()) >= 0)
    let (second, _) = try await sources.serve(port: port)
    sources.publishLocation(3, warehouse)
    try await emergency.wait { $0.place(named: warehouse) != nil }
    try await emergency.poll { emergency.server.liveness.values.allSatisfy(\.isLive) }
    #expect(sources.catalog.cursors.last == 2)
    #expect(emergency.server.stalenessMilliseconds(at: SystemClock().now()) == 0)
    await emergency.stop()
    await second.shutdown(gracePeriod: .zero)
  }

  // An event that comes twice, even out of order, is applied once: the number stays where it went last.
  @Test func appliesWhatComesTwiceOnce() async throws {
    let directory = try TemporaryDirectory()
    let sources = Sources(repeatThemselves: true)
    try await withEmergency(in: directory, sources: sources) { emergency, sources in
      sources.publishOffice()
      sources.publishLocation(3, warehouse)
      sources.assign(2, [number], to: warehouse)
      try await emergency.wait { $0.place(of: number)?.location.name == warehouse }
    }
    try await withEmergency(in: directory, sources: sources) { emergency, sources in
      sources.publishLocation(4, "organizations/acme/locations/last")
      sources.assign(1, [number], to: office)
      sources.assign(3, ["+12015550125"], to: office)
      try await emergency.wait { memory in
        memory.place(named: "organizations/acme/locations/last") != nil
          && memory.place(of: "+12015550125") != nil
      }
      #expect(emergency.server.memory.place(of: number)?.location.name == warehouse)
      // Memory is ahead of what is durable.
      try await emergency.poll {
        try await emergency.database.read { transaction in
          var count: UInt64 = 0
          try NumberRunTable.forEach(in: transaction) { count += $0.count }
          return count
        } == 2
      }
    }
  }

  // The two streams come independently of each other.
  @Test func aNumberMayComeBeforeItsLocation() async throws {
    try await withEmergency { emergency, sources in
      sources.assign(1, [number], to: office)
      try await emergency.wait { $0.place(of: number) != nil }
      let error = await refusal { try await emergency.setAddress() }
      #expect(error?.reason == "LOCATION_UNKNOWN")
      sources.publish(0, .country(unitedStates))
      sources.publishOrganization(1)
      sources.publishLocation(2)
      try await emergency.waitForOffice()
      try await emergency.setAddress()
      #expect(try await emergency.lookUp().address == address)
    }
  }

  // The inventory keeps its events for days; whoever was away for longer gets what there is now.
  @Test func whatASnapshotDoesNotNameIsGone() async throws {
    let directory = try TemporaryDirectory()
    try await withEmergency(in: directory) { emergency, sources in
      sources.publishOffice()
      sources.assign(2, ["+12015550124", "+12015550125", "+12015550126"], to: office)
      sources.setUser(3, "+12015550125", "ada")
      try await emergency.wait { memory in
        memory.read { $0.numbersWithUsers.count == 1 } && memory.place(of: "+12015550126") != nil
      }
      try await emergency.database.write { try FollowedStreamTable.reset(.inventory, in: $0) }
    }
    let later = Sources()
    later.assign(0, [number, "+12015550125"], to: office)
    later.assign(9, ["+12015550127"], to: office)
    try await withEmergency(in: directory, sources: later) { emergency, _ in
      try await emergency.wait { $0.place(of: "+12015550127") != nil && $0.place(of: "+12015550124") == nil }
      let book = emergency.server.memory
      #expect(book.place(of: number) != nil)
      #expect(book.place(of: "+12015550125") != nil)
      #expect(book.place(of: "+12015550126") == nil)
      #expect(book.read { $0.numbersWithUsers.isEmpty })
    }
  }
}
