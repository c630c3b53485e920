import Messages
import NeighbourTesting
import RPC
import Testing

/// What has to be right when numbers are activated (domain.md sections 2 and 6), and may not be so any more since the
/// order was made.
@Suite struct ActivationTests {
  private static let hq = "organizations/acme/locations/hq"

  @Test func noNumberIsActivatedWithoutAnEmergencyAddress() async throws {
    try await withBench { bench in
      bench.addresses.setMissing(true, at: Self.hq)
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        let accepted = try await ordering.accept(order.name)
        #expect(accepted.state == .pending && accepted.status?.reason == "EMERGENCY_ADDRESS_MISSING")
        #expect(accepted.status?.nextActor == "customer")
        #expect(accepted.status?.nextStates == [.provisioned, .error, .canceled])
        // Accepting again changes nothing.
        #expect(try await ordering.accept(order.name).status?.reason == "EMERGENCY_ADDRESS_MISSING")

        bench.addresses.setMissing(false, at: Self.hq)
        let done = try #require(try await ordering.event(withStatus: "PROVISIONED"))
        #expect(done.name == order.name && done.numbers.allSatisfy { $0.outcome == .assigned })
        #expect(done.history.contains { $0.event == "EMERGENCY_ADDRESS_FOUND" })
      }
    }
  }

  @Test func anOrderThatWaitsForAnAddressCanBeCanceled() async throws {
    try await withBench { bench in
      bench.addresses.setMissing(true, at: Self.hq)
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        _ = try await ordering.accept(order.name)
        #expect(try await ordering.cancel(order.name).state == .canceled)
        #expect(try await bench.inventory.numbersOfOrders().count == 0)
      }
    }
  }

  /// What changes while an order is being looked at is done before its caller is answered.
  @Test func itIsCanceledAlsoWhileItIsLookedAt() async throws {
    try await withBench { bench in
      bench.addresses.setMissing(true, at: Self.hq)
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        _ = try await ordering.accept(order.name)
        bench.addresses.hold()
        while bench.addresses.heldCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        async let canceled = ordering.cancel(order.name)
        while try await ordering.get(order.name).status?.reason != "CANCELING" {
          try await Task.sleep(for: .milliseconds(5))
        }
        bench.addresses.release()
        #expect(try await canceled.state == .canceled)
      }
    }
  }

  /// The emergency addresses are down at the acceptance, and then for a restart.
  @Test func whatIsNotKnownIsFoundOutLater() async throws {
    try await withBench { bench in
      bench.addresses.setDown(true)
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        let accepted = try await ordering.accept(order.name)
        #expect(accepted.status?.reason == "CHECKING_EMERGENCY_ADDRESS")
        #expect(accepted.status?.nextActor == "trunkline")
      }
      bench.addresses.setMissing(true, at: Self.hq)
      bench.addresses.setDown(false)
      try await bench.run { ordering in
        let waiting = try #require(try await ordering.event(withStatus: "EMERGENCY_ADDRESS_MISSING"))
        #expect(waiting.history.last?.event == "EMERGENCY_ADDRESS_AWAITED")
        bench.addresses.setMissing(false, at: Self.hq)
        #expect(try await ordering.event(withStatus: "PROVISIONED") != nil)
      }
    }
  }

  @Test(arguments: ["OUTBOUND_CALLING_PLAN_REQUIRED", "CALLING_PLAN_NOT_ENABLED"])
  func licenceAndPlanAreLookedAtAgainAtTheAcceptance(reason: String) async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        bench.takeAway(reason)
        var error: RPCError?
        // The news takes a moment; the terms cannot be accepted twice, so that each try is for another order.
        while error == nil {
          let next = try await ordering.create(.two, orNil: reason) ?? order
          do { _ = try await ordering.accept(next.name) } catch let refused as RPCError { error = refused }
        }
        #expect(error?.code == .failedPrecondition && error?.reason == reason)
        #expect(try await ordering.get(order.name).status?.reason == "WAITING_FOR_TERMS_OF_SERVICE")
      }
    }
  }

  /// The inventory, which assigns the numbers, looks once more: what went away after the acceptance compensates.
  @Test func theInventoryAssignsNothingWithoutThePlan() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        bench.addresses.setMissing(true, at: Self.hq)
        let order = try await ordering.create(.two)
        _ = try await ordering.accept(order.name)
        bench.takeAway("CALLING_PLAN_NOT_ENABLED")
        try await bench.inventory.waitUntilDisconnected(Self.hq)
        bench.addresses.setMissing(false, at: Self.hq)
        let failed = try #require(try await ordering.event(withStatus: "CALLING_PLAN_NOT_ENABLED"))
        #expect(failed.state == .error)
        while try await ordering.get(order.name).history.last?.event != "NUMBERS_RELEASED" {
          await Task.yield()
        }
        #expect(try await bench.inventory.numbersOfOrders().count == 0)
      }
    }
  }

  // domain.md section 2.
  @Test func theLinkToTheTermsIsForACustomerAdministrator() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        #expect(order.termsOfService?.uri == "https://example.com/terms/v2")
        #expect(order.termsOfService?.version == "v2" && order.termsOfService?.acceptTime == nil)
        for principal in ["acme-partner", "acme-reader", "operator"] {
          let seen = try await ordering.get(order.name, as: principal)
          #expect(seen.termsOfService?.uri.isEmpty == true, "\(principal)")
          #expect(seen.termsOfService?.version == "v2")
        }
        let outdated = await ordering.error {
          try await ordering.client.acceptTermsOfService(
            .init(name: order.name, version: "v1"),
            options: ordering.options("acme-admin")
          )
        }
        #expect(outdated?.reason == "TERMS_OF_SERVICE_OUTDATED")
        let accepted = try await ordering.accept(order.name)
        #expect(accepted.termsOfService?.version == "v2" && accepted.termsOfService?.acceptTime != nil)
        #expect(accepted.termsOfService?.uri.isEmpty == true)
      }
    }
  }
}

extension OrderingBench {
  /// Ends what numbers need, and says so as the catalog does.
  fileprivate func takeAway(_ reason: String) {
    if reason == "OUTBOUND_CALLING_PLAN_REQUIRED" {
      catalog.publish(.organization(FakeCatalog.organization("acme", .paid, plans: 0, partner: "agent")))
    } else {
      catalog.publish(.location(FakeCatalog.location("acme", "hq", .unspecified)))
    }
  }
}

extension RunningOrdering {
  /// A new order; nil when it is refused for a reason.
  fileprivate func create(_ order: OrderingV1.Order, orNil reason: String) async throws -> OrderingV1.Order? {
    do {
      return try await create(order)
    } catch let error as RPCError where error.reason == reason {
      return nil
    }
  }
}
