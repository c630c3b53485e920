import Foundation
import Messages
import NeighbourTesting
import RPC
import Testing

/// domain.md section 2.
@Suite struct AccessTests {
  @Test func aPartnerOrdersForWhomItManagesWhileItIsEnrolled() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        try await ordering.waitUntilKnown("acme", as: "acme-partner")
        let order = try await ordering.create(.two, as: "acme-partner")
        #expect(order.history[0].principal == "keys/acme-partner")
        // Its enrolment ends: it may not even look any more.
        bench.catalog.publish(.partner(FakeCatalog.partner("agent", isEnrolled: false)))
        while (try? await ordering.get(order.name, as: "acme-partner")) != nil { await Task.yield() }
        let error = await ordering.error { try await ordering.create(.two, as: "acme-partner") }
        #expect(error?.code == .permissionDenied)
        #expect(error?.reason == "PARTNER_NOT_ENROLLED")
      }
    }
  }

  @Test(arguments: [("acme", "acme-stranger"), ("other", "other-partner")])
  func otherPartnersMayNothing(organization: String, principal: String) async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        try await ordering.waitUntilKnown(organization, as: principal)
        let error = await ordering.error {
          try await ordering.create(.two, organization: organization, as: principal)
        }
        #expect(error?.code == .permissionDenied)
        #expect(error?.reason == "PARTNER_NOT_ENROLLED")
        let list = await ordering.error {
          try await ordering.client.listOrders(
            .init(parent: "organizations/\(organization)"),
            options: ordering.options(principal)
          )
        }
        #expect(list?.reason == "PARTNER_NOT_ENROLLED")
      }
    }
  }

  /// Ordering binds the customer: neither who runs the suite nor a service does it in its place.
  @Test(arguments: ["operator", "acme-service", "acme-reader"])
  func whoIsNotTheCustomerOrdersNothing(principal: String) async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let error = await ordering.error { try await ordering.create(.two, as: principal) }
        #expect(error?.code == .permissionDenied)
        #expect(error?.reason == "ROLE_NOT_ALLOWED")
        let order = try await ordering.create(.two)
        #expect(try await ordering.get(order.name, as: principal).name == order.name)
        let accept = await ordering.error { try await ordering.accept(order.name, as: principal) }
        #expect(accept?.code == .permissionDenied)
        guard principal == "operator" else {
          let cancel = await ordering.error { try await ordering.cancel(order.name, as: principal) }
          #expect(cancel?.code == .permissionDenied)
          return
        }
        #expect(try await ordering.cancel(order.name, as: principal).state == .canceled)
      }
    }
  }

  @Test(arguments: ["acme-admin", "acme-partner", "acme-reader", "acme-service"])
  func onlyOperatorsReview(principal: String) async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let error = await ordering.error {
          try await ordering.client.reviewOrder(.init(), options: ordering.options(principal))
        }
        #expect(error?.code == .permissionDenied)
      }
    }
  }

  @Test func aTrialHasNoServiceNumbersAndNoBlocks() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        for wish in [
          OrderingV1.Order(selection: .quantity(.init(count: 1)), usage: .service),
          OrderingV1.Order(selection: .block(.init(size: 10))),
        ] {
          let error = await ordering.error {
            try await ordering.create(wish, organization: "trial", as: "trial-admin")
          }
          #expect(error?.reason == "NOT_AVAILABLE_ON_TRIAL")
        }
        let error = await ordering.error {
          try await ordering.create(
            OrderingV1.Order(selection: .quantity(.init(count: 11))),
            organization: "trial",
            as: "trial-admin"
          )
        }
        #expect(error?.reason == "TRIAL_NUMBER_LIMIT")
      }
    }
  }
}
