import Foundation
import Messages
import NeighbourTesting
import RPC
import StorageTesting
import Testing

/// Port orders of an organization that filled in once what their country asks for.
@Suite struct PortRequirementTests {
  private static let name = "organizations/acme/requirementGroups/athens"

  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// What Greece asks for ports, but for what is each order's own.
  private static func group(
    state: CatalogV1.RequirementGroup.State = .ready,
    type: String = "LOCAL",
    action: CatalogV1.RequirementAction = .portIn,
    country: String = "GR"
  ) -> CatalogV1.RequirementGroup {
    CatalogV1.RequirementGroup(
      name: name,
      countryCode: country,
      numberType: type,
      action: action,
      values: [
        .init(field: "ACCOUNT_NUMBER", text: "A-2000"), .init(field: "PIN", text: "0815"),
        .init(field: "VAT_OR_TAX_ID", text: "EL094014201"),
      ],
      documents: ["BILL", "PASSPORT_OR_ID", "COMPANY_REGISTRATION"].map { kind in
        // 2026-11-21, four days before the order.
        .init(kind: kind, format: "PDF", issueDate: "2026-11-10", uploadTime: .init(seconds: 1_795_255_200))
      },
      state: state
    )
  }

  private func order(_ bench: PortingBench, pin: String = "") async throws -> PortingV1.PortOrder {
    let dates = try await bench.calls.dates("athens")
    let order = PortingV1.PortOrder(
      location: "organizations/acme/locations/athens",
      numbers: [.init(phoneNumber: "+302103009000")],
      desiredTime: dates.slots.last?.startTime,
      details: .init(
        pin: pin,
        billingNumber: "+302103009000",
        authorizedName: "Ada Byron",
        companyName: "Acme AE"
      ),
      requirementGroup: Self.name
    )
    return try await bench.calls.client.createPortOrder(
      .init(parent: "organizations/acme", portOrder: order, requestId: UUID().uuidString),
      options: bench.calls.options("acme-admin")
    )
  }

  @Test func itFillsOrdersIn() async throws {
    try await PortingBench.run(in: directory) { bench in
      bench.catalog.keep(Self.group())
      for pin in ["", "4711"] {
        let made = try await order(bench, pin: pin)
        let story = PortStory(bench: bench, name: made.name)
        #expect(made.documents.map(\.kind) == ["BILL", "PASSPORT_OR_ID", "COMPANY_REGISTRATION"])
        #expect(made.documents.first?.expireDate == "2026-12-10")
        #expect(made.documents.allSatisfy { $0.createTime?.seconds == 1_795_255_200 })
        #expect(try await story.violations().map(\.field) == ["documents.LETTER_OF_AGENCY"])
        let details = try await bench.calls.client.getPortDetails(
          .init(name: made.name),
          options: bench.calls.options("acme-admin")
        )
        // The order's own word counts more.
        #expect(details.accountNumber == "A-2000" && details.pin == (pin.isEmpty ? "0815" : pin))
        #expect(details.values.map(\.field) == ["VAT_OR_TAX_ID"])
        #expect(
          try await story.history() == ["CREATED"] + Array(repeating: "DOCUMENT_ATTACHED", count: 3)
        )
        if pin.isEmpty { _ = try await bench.calls.cancel(made.name) } else { try await finish(story) }
      }
    }
  }

  private func finish(_ story: PortStory) async throws {
    try await story.upload("LETTER_OF_AGENCY")
    try await story.submit()
    try await story.reached("WAITING_FOR_CARRIER")
    #expect(try story.bench.recorder.submissions.first?.account?.accountNumber == "A-2000")
    #expect(try story.bench.recorder.submissions.first?.documents.count == 4)
  }

  @Test func oneThatDoesNotFitIsRefused() async throws {
    try await PortingBench.run(in: directory) { bench in
      let unknown = await bench.calls.error { try await order(bench) }
      #expect(unknown?.code == .notFound && unknown?.reason == "RESOURCE_NOT_FOUND")
      for (group, reason) in [
        (Self.group(state: .expired), "REQUIREMENT_GROUP_NOT_READY"),
        (Self.group(state: .incomplete), "REQUIREMENT_GROUP_NOT_READY"),
        (Self.group(type: "NATIONAL"), "REQUIREMENT_GROUP_MISMATCH"),
        (Self.group(action: .newNumbers), "REQUIREMENT_GROUP_MISMATCH"),
        (Self.group(country: "DE"), "REQUIREMENT_GROUP_MISMATCH"),
      ] {
        bench.catalog.keep(group)
        let error = await bench.calls.error { try await order(bench) }
        #expect(error?.reason == reason)
        #expect(error?.fieldViolations.map(\.field) == ["port_order.requirement_group"])
      }
      let made = try await bench.calls.list().portOrders
      #expect(made.isEmpty)
    }
  }
}
