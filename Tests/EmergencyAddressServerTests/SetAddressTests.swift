import Foundation
import Messages
import NeighbourTesting
import RPC
import Storage
import StorageTesting
import Testing

@testable import EmergencyAddressServer

@Suite struct SetAddressTests {
  @Test func isReadBack() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      let first = try await emergency.setAddress()
      #expect(first.name == "\(office)/emergencyAddress")
      #expect(first.etag == "\"1\"")
      #expect(first.progress == .syntax)
      #expect(first.step == .validating)
      var moved = address
      moved.buildingNumber = "14"
      try await emergency.setAddress(moved)
      let read = try await emergency.client.getEmergencyAddress(
        .init(name: first.name),
        options: TestCaller.reader.options
      )
      #expect(read.address == moved)
      try await emergency.wait(.ready)
      #expect(try await emergency.lookUp().address == moved)
    }
  }

  @Test func namesEveryWrongField() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      let wrong = TypeV1.CivicAddress(countryCode: "US", region: "ZZ", postalCode: "1")
      let error = await refusal { try await emergency.setAddress(wrong) }
      #expect(error?.code == .invalidArgument)
      #expect(error?.fieldViolations.count == 5)
      let canadian = TypeV1.CivicAddress(
        countryCode: "CA",
        region: "ON",
        city: "Ottawa",
        postalCode: "K1A 0B1",
        street: "Wellington St",
        buildingNumber: "111"
      )
      let abroad = await refusal { try await emergency.setAddress(canadian) }
      #expect(abroad?.fieldViolations.map(\.reason) == ["ADDRESS_COUNTRY_MISMATCH"])
    }
  }

  @Test func needsALicence() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice(plans: 0)
      try await emergency.waitForOffice()
      let error = await refusal { try await emergency.setAddress() }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.reason == "OUTBOUND_CALLING_PLAN_REQUIRED")
      sources.publishOrganization(3, plans: 1)
      try await emergency.poll { await refusal { try await emergency.setAddress() } == nil }
    }
  }

  @Test func waitsForALocationThatIsOnItsWay() async throws {
    try await withEmergency(patience: .seconds(20)) { emergency, sources in
      async let set = emergency.setAddress()
      try await emergency.poll { emergency.server.memory.changes.hasWaiters }
      sources.publishOffice()
      #expect(try await set.etag == "\"1\"")
    }
  }

  @Test func foreignAndAbsentAreTheSame() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      let foreign = await refusal { try await emergency.setAddress(as: .globex) }
      let nobody = "organizations/globex/locations/nobody"
      let absent = await refusal { try await emergency.setAddress(of: nobody, as: .globex) }
      #expect(foreign?.code == .notFound)
      #expect(foreign?.message.replacing(office, with: nobody) == absent?.message)
      let reader = await refusal { try await emergency.setAddress(as: .reader) }
      #expect(reader?.code == .permissionDenied)
    }
  }

  // design.md section 5: personal data is encrypted in tables, outbox and stored answers alike.
  @Test func aRepeatGetsTheStoredAnswerAndNoFileHoldsItInClear() async throws {
    let directory = try TemporaryDirectory()
    let requestID = "123e4567-e89b-42d3-a456-426614174003"
    try await withEmergency(in: directory) { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      let first = try await emergency.setAddress(requestID: requestID)
      #expect(try await emergency.setAddress(requestID: requestID) == first)
      var other = address
      other.unit = "3"
      let reused = await refusal { try await emergency.setAddress(other, requestID: requestID) }
      #expect(reused?.reason == "REQUEST_ID_REUSED")
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
      let bytes = FileManager.default.contents(atPath: directory.file(file)) ?? Data()
      #expect(bytes.range(of: Data("Unmistakable".utf8)) == nil, "\(file)")
    }
  }
}
