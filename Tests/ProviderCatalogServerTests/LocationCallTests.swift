import Foundation
import Messages
import NeighbourTesting
import RPC
import Storage
import StorageTesting
import Testing

@Suite struct LocationCallTests {
  @Test func pagesThroughAllOnce() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      let ids = ["e", "a", "d", "b", "c"]
      for id in ids { try await catalog.makeLocation(id) }
      var listed: [String] = []
      var token = ""
      repeat {
        let page = try await catalog.client.listLocations(
          .init(parent: "organizations/acme", pageSize: 2, pageToken: token),
          options: TestCaller.reader.options
        )
        listed += page.locations.map { String($0.name.suffix(1)) }
        token = page.nextPageToken
      } while !token.isEmpty
      #expect(listed == ids.sorted())
    }
  }

  @Test func callingPlanNeedsALicence() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization(plans: 0)
      try await catalog.makeLocation()
      let error = await refusal { _ = try await catalog.enableCallingPlan() }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.reason == "OUTBOUND_CALLING_PLAN_REQUIRED")
      _ = try await catalog.client.updateLicenses(
        .init(name: "organizations/acme", outboundCallingPlans: 1),
        options: TestCaller.operator.options
      )
      let enabled = try await catalog.enableCallingPlan()
      #expect(enabled.pstnConnection == .callingPlan)
      #expect(enabled.contractContact?.givenName == "Ada")
    }
  }

  @Test func theSignatoryIsReadByWhomItConcernsAndThatIsNoted() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      let location = try await catalog.makeLocation()
      let request = CatalogV1.GetContractContactRequest(name: location.name)
      let none = await refusal {
        _ = try await catalog.client.getContractContact(request, options: TestCaller.acme.options)
      }
      #expect(none?.code == .notFound)
      let enabled = try await catalog.enableCallingPlan()
      for caller in [TestCaller.acme, .operator] {
        let contact = try await catalog.client.getContractContact(request, options: caller.options)
        #expect(contact == enabled.contractContact)
      }
      for (caller, code) in [(TestCaller.reader, StatusCode.permissionDenied), (.globex, .notFound)] {
        let refused = await refusal {
          _ = try await catalog.client.getContractContact(request, options: caller.options)
        }
        #expect(refused?.code == code)
      }
      let readers = try await catalog.database.read { transaction in
        try transaction.query(Statement("SELECT principal FROM personal_reading ORDER BY id")) { row in
          row[0] as String
        }
      }
      #expect(readers == ["keys/acme", "keys/operator"])
    }
  }

  @Test func aTrialNeedsNoLicence() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization(type: .trial, plans: 0)
      try await catalog.makeLocation()
      #expect(try await catalog.enableCallingPlan().pstnConnection == .callingPlan)
    }
  }

  @Test func aRestartKeepsEverything() async throws {
    let directory = try TemporaryDirectory()
    let requestID = "123e4567-e89b-42d3-a456-426614174001"
    var enabled = CatalogV1.Location()
    try await withCatalog(in: directory) { catalog in
      try await catalog.makeOrganization()
      try await catalog.makeLocation()
      enabled = try await catalog.enableCallingPlan(requestID: requestID)
    }
    try await withCatalog(in: directory) { catalog in
      let read = try await catalog.client.getLocation(
        .init(name: enabled.name),
        options: TestCaller.reader.options
      )
      var withoutContact = enabled
      withoutContact.contractContact = nil
      #expect(read == withoutContact)
      #expect(try await catalog.enableCallingPlan(requestID: requestID) == enabled)
      let error = await refusal { try await catalog.makeLocation() }
      #expect(error?.code == .alreadyExists)
      #expect(try await catalog.events(after: 2, count: 3).map(\.sequence) == [24, 25, 26])
    }
  }

  // design.md section 5: personal data is encrypted in tables, outbox and stored answers alike.
  @Test func noFileHoldsTheSignatoryInClear() async throws {
    let directory = try TemporaryDirectory()
    try await withCatalog(in: directory) { catalog in
      try await catalog.makeOrganization()
      try await catalog.makeLocation()
      _ = try await catalog.enableCallingPlan(requestID: "123e4567-e89b-42d3-a456-426614174002")
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
      let bytes = FileManager.default.contents(atPath: directory.file(file)) ?? Data()
      #expect(bytes.range(of: Data("ada@example.com".utf8)) == nil, "\(file)")
    }
  }
}
