import Messages
import NeighbourTesting
import RPC
import StorageTesting
import Testing

@testable import EmergencyAddressServer

// domain.md section 6: a number's own address, else its user's, else its location's.
@Suite struct CustomAddressTests {
  private let ada = "organizations/acme/users/ada"
  private let adasAddress = "organizations/acme/users/ada/emergencyAddress"

  @Test func holdsForTheNumberUntilItIsReset() async throws {
    try await withOffice { emergency, _ in
      let custom = try await emergency.setCustom()
      #expect(custom.name == numberAddress)
      try await emergency.wait(.ready, of: numberAddress)
      let found = try await emergency.lookUp()
      #expect(found.address == home)
      #expect(found.source == .number)
      #expect(found.name == numberAddress)
      #expect(found.location == office)
      #expect(try await emergency.reset().removed?.step == .removed)
      let back = try await emergency.lookUp()
      #expect(back.address == address)
      #expect(back.source == .location)
      let again = await refusal { try await emergency.reset() }
      #expect(again?.reason == "EMERGENCY_ADDRESS_MISSING")
    }
  }

  @Test func holdsForAllNumbersOfItsUser() async throws {
    try await withOffice { emergency, sources in
      try await emergency.setCustom(.user(ada))
      try await emergency.wait(.ready, of: adasAddress)
      #expect(try await emergency.lookUp().source == .location)
      sources.setUser(2, number, "ada")
      try await emergency.poll { try await emergency.lookUp().source == .user }
      #expect(try await emergency.lookUp().address == home)
      try await emergency.setCustom(.phoneNumber(number), address)
      try await emergency.wait(.ready, of: numberAddress)
      #expect(try await emergency.lookUp().source == .number)
      try await emergency.reset()
      #expect(try await emergency.lookUp().source == .user)
      sources.setUser(3, number, nil)
      try await emergency.poll { try await emergency.lookUp().source == .location }
    }
  }

  // It belongs to whoever works there, not to the site.
  @Test func staysWhenTheNumberMovesAndEndsWhenItLeaves() async throws {
    try await withOffice { emergency, sources in
      try await emergency.setCustom()
      try await emergency.wait(.ready, of: numberAddress)
      sources.publishLocation(3, warehouse)
      sources.assign(2, [number], to: warehouse)
      try await emergency.wait { $0.place(of: number)?.location.name == warehouse }
      #expect(try await emergency.lookUp().source == .number)
      sources.unassign(3, [number], from: warehouse)
      try await emergency.wait { $0.place(of: number) == nil }
      let gone = await refusal { _ = try await emergency.lookUp() }
      #expect(gone?.reason == "NUMBER_UNKNOWN")
      sources.assign(4, [number], to: office)
      try await emergency.wait { $0.place(of: number) != nil }
      #expect(try await emergency.lookUp().source == .location)
      let last = try await emergency.changes(numberAddress).first
      #expect(last?.action == .numberReleased)
      #expect(last?.principal == "services/inventory")
      #expect(last?.before?.address == home)
      #expect(last?.after?.address == nil)
    }
  }

  @Test func isJudgedByTheCountryOfTheNumber() async throws {
    try await withOffice { emergency, _ in
      var wrong = home
      wrong.postalCode = "1"
      let violations = await refusal { try await emergency.setCustom(.phoneNumber(number), wrong) }
      #expect(violations?.fieldViolations.map(\.reason) == ["INVALID_POSTAL_CODE"])
      let nobody = await refusal { try await emergency.setCustom(.phoneNumber("+12015550199")) }
      #expect(nobody?.reason == "NUMBER_UNKNOWN")
      let foreign = await refusal { try await emergency.setCustom(as: .globex) }
      #expect(foreign?.reason == "NUMBER_UNKNOWN")
      let theirs = await refusal { try await emergency.setCustom(.user(ada), as: .globex) }
      #expect(theirs?.reason == "RESOURCE_NOT_FOUND")
      let nothing = await refusal {
        _ = try await emergency.client.setCustomAddress(.init(), options: TestCaller.acme.options)
      }
      #expect(nothing?.fieldViolations.map(\.reason) == ["REQUIRED"])
      let placeless = await refusal { try await emergency.setCustom(.user(ada), .init(city: "Hoboken")) }
      #expect(placeless?.fieldViolations.map(\.field) == ["address.country_code"])
    }
  }

  @Test func survivesARestart() async throws {
    let directory = try TemporaryDirectory()
    let sources = Sources()
    try await withOffice(in: directory, sources) { emergency, sources in
      try await emergency.setCustom(.user(ada))
      try await emergency.wait(.ready, of: adasAddress)
      sources.setUser(2, number, "ada")
      try await emergency.poll { try await emergency.lookUp().source == .user }
    }
    try await withEmergency(in: directory, sources: sources) { emergency, _ in
      let found = try await emergency.lookUp()
      #expect(found.source == .user)
      #expect(found.address == home)
    }
  }
}

/// An office with an address and a number.
func withOffice(
  in directory: TemporaryDirectory? = nil,
  _ sources: Sources = Sources(),
  address: TypeV1.CivicAddress = address,
  _ body: (RunningEmergency, Sources) async throws -> Void
) async throws {
  try await withEmergency(in: directory, sources: sources) { emergency, sources in
    sources.publishOffice()
    try await emergency.waitForOffice()
    try await emergency.setAddress(address)
    try await body(emergency, sources)
  }
}
