import Messages
import NeighbourTesting
import RPC
import Testing

@Suite struct PartnerCallTests {
  @Test func aPartnerIsEnrolledAndManagesAnOrganization() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      let options = TestCaller.operator.options
      let partner = try await catalog.client.createPartner(
        .init(partnerId: "agent", partner: .init(displayName: "Agent Ltd.")),
        options: options
      )
      #expect(!partner.enrolled)
      let enrolled = try await catalog.client.setPartnerEnrollment(
        .init(name: partner.name, enrolled: true),
        options: options
      )
      #expect(enrolled.enrolled && enrolled.etag == "\"2\"")
      let read = try await catalog.client.getPartner(.init(name: partner.name), options: options)
      #expect(read == enrolled)
      let managed = try await catalog.client.setManagingPartner(
        .init(name: "organizations/acme", managingPartner: partner.name),
        options: options
      )
      #expect(managed.managingPartner == "partners/agent")
      let unmanaged = try await catalog.client.setManagingPartner(
        .init(name: "organizations/acme"),
        options: options
      )
      #expect(unmanaged.managingPartner.isEmpty)
    }
  }

  @Test func onlyOperatorsDoThatAndOnlyWithWhatExists() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      let denied = await refusal {
        _ = try await catalog.client.setManagingPartner(.init(), options: TestCaller.acme.options)
      }
      #expect(denied?.code == .permissionDenied)
      for (organization, partner) in [("acme", "nobody"), ("nobody", "")] {
        let absent = await refusal {
          _ = try await catalog.client.setManagingPartner(
            .init(
              name: "organizations/\(organization)",
              managingPartner: partner.isEmpty ? "" : "partners/\(partner)"
            ),
            options: TestCaller.operator.options
          )
        }
        #expect(absent?.reason == "RESOURCE_NOT_FOUND")
      }
      let wrong = await refusal {
        _ = try await catalog.client.createPartner(
          .init(partnerId: "Ä"),
          options: TestCaller.operator.options
        )
      }
      #expect(wrong?.fieldViolations.map(\.field) == ["partner_id", "partner.display_name"])
    }
  }

  // domain.md section 2: conversion needs a committed OCP and keeps everything.
  @Test func aTrialIsConvertedOnceItHasACallingPlan() async throws {
    try await withCatalog { catalog in
      let trial = try await catalog.makeOrganization(type: .trial, plans: 0)
      let request = CatalogV1.ConvertToPaidRequest(name: trial.name)
      let refused = await refusal {
        _ = try await catalog.client.convertToPaid(request, options: TestCaller.acme.options)
      }
      #expect(refused?.code == .failedPrecondition)
      #expect(refused?.reason == "OUTBOUND_CALLING_PLAN_REQUIRED")
      _ = try await catalog.client.updateLicenses(
        .init(name: trial.name, outboundCallingPlans: 1),
        options: TestCaller.operator.options
      )
      let paid = try await catalog.client.convertToPaid(request, options: TestCaller.acme.options)
      #expect(paid.accountType == .paid && paid.displayName == trial.displayName)
      #expect(try await catalog.client.convertToPaid(request, options: TestCaller.acme.options) == paid)
      let reader = await refusal {
        _ = try await catalog.client.convertToPaid(request, options: TestCaller.reader.options)
      }
      #expect(reader?.code == .permissionDenied)
    }
  }
}
