import Messages
import NeighbourTesting
import RPC
import StorageTesting
import Testing

@Suite struct OrganizationCallTests {
  @Test func isReadBackAndRaisesItsETag() async throws {
    try await withCatalog { catalog in
      let made = try await catalog.makeOrganization(plans: 0)
      #expect(made.name == "organizations/acme")
      #expect(made.etag == "\"1\"")
      #expect(made.createTime != nil)
      let licensed = try await catalog.client.updateLicenses(
        .init(
          name: made.name,
          outboundCallingPlans: 5,
          serviceNumberLicenses: 2,
          serviceDate: "2999-12-01"
        ),
        options: TestCaller.operator.options
      )
      #expect(licensed.etag == "\"2\"")
      #expect(licensed.serviceDate == "2999-12-01")
      let read = try await catalog.client.getOrganization(
        .init(name: made.name),
        options: TestCaller.reader.options
      )
      #expect(read == licensed)
    }
  }

  @Test func aTakenIDIsRefusedAndNoneIsChosen() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      let error = await refusal { try await catalog.makeOrganization() }
      #expect(error?.code == .alreadyExists)
      #expect(error?.reason == "RESOURCE_EXISTS")
      let chosen = try await catalog.makeOrganization("")
      #expect(chosen.name.count == "organizations/".count + 12)
    }
  }

  @Test func aRepeatMakesNothingNew() async throws {
    let requestID = "123e4567-e89b-42d3-a456-426614174000"
    try await withCatalog { catalog in
      let first = try await catalog.makeOrganization("", requestID: requestID)
      let second = try await catalog.makeOrganization("", requestID: requestID)
      #expect(first == second)
      let error = await refusal { try await catalog.makeOrganization("other", requestID: requestID) }
      #expect(error?.reason == "REQUEST_ID_REUSED")
      let events = try await catalog.events(after: 0, count: 1)
      #expect(events.map(\.resource) == [.organization(first)])
    }
  }

  @Test func everyWrongFieldIsNamed() async throws {
    try await withCatalog { catalog in
      let error = await refusal {
        _ = try await catalog.client.createOrganization(
          .init(organizationId: "Ä"),
          options: TestCaller.operator.options
        )
      }
      #expect(error?.code == .invalidArgument)
      #expect(
        error?.fieldViolations.map(\.field) == [
          "organization_id", "organization.display_name", "organization.account_type",
        ]
      )
    }
  }

  @Test func onlyOperatorsMakeThem() async throws {
    try await withCatalog { catalog in
      let error = await refusal {
        _ = try await catalog.client.createOrganization(.init(), options: TestCaller.acme.options)
      }
      #expect(error?.code == .permissionDenied)
    }
  }

  // design.md section 3: what belongs to another tenant is answered as what does not exist.
  @Test func foreignAndAbsentAreTheSame() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization("acme")
      try await catalog.makeLocation()
      let readForeign = await refusal {
        _ = try await catalog.client.getOrganization(
          .init(name: "organizations/acme"),
          options: TestCaller.globex.options
        )
      }
      let readAbsent = await refusal {
        _ = try await catalog.client.getOrganization(
          .init(name: "organizations/nobody"),
          options: TestCaller.globex.options
        )
      }
      #expect(readForeign?.code == .notFound)
      #expect(readForeign?.message.replacing("acme", with: "nobody") == readAbsent?.message)
      #expect(readForeign?.reason == readAbsent?.reason)
      for name in ["organizations/acme/locations/head-office", "organizations/globex/locations/none"] {
        let error = await refusal {
          _ = try await catalog.client.getLocation(.init(name: name), options: TestCaller.globex.options)
        }
        #expect(error?.reason == "RESOURCE_NOT_FOUND")
      }
      let writeForeign = await refusal { try await catalog.makeLocation("x", as: .globex) }
      #expect(writeForeign?.reason == "RESOURCE_NOT_FOUND")
    }
  }
}
