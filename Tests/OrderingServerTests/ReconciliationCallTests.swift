import Foundation
import Messages
import RPC
import Testing

@Suite struct ReconciliationCallTests {
  private static let ghost = "organizations/acme/orders/ghost"

  @Test func nothingIsFoundWhenAllIsRight() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let orders = [try await ordering.create(.two), try await ordering.create(.two)]
        _ = try await ordering.accept(orders[0].name)
        let report = try await ordering.reconcile()
        #expect(report.orders == 2 && report.numbers == 4)
        #expect(report.discrepancies.isEmpty)
      }
    }
  }

  @Test func whatIsHeldForNoOrderIsGivenBack() async throws {
    try await withBench { bench in
      try await bench.inventory.plant(order: Self.ghost, count: 2)
      try await bench.run { ordering in
        // The organization is known here, at the latest by its order.
        _ = try await ordering.create(.two)
        let dry = try await ordering.reconcile(validateOnly: true)
        #expect(dry.discrepancies.map(\.reason) == ["HELD_WITHOUT_ORDER"])
        #expect(dry.discrepancies.map(\.repaired) == [false])
        #expect(try await bench.inventory.numbersOfOrders().count == 4)
        let report = try await ordering.reconcile()
        #expect(report.discrepancies.map(\.order) == [Self.ghost])
        #expect(report.discrepancies.map(\.phoneNumbers.count) == [2])
        #expect(report.discrepancies.map(\.repaired) == [true])
        #expect(try await bench.inventory.numbersOfOrders().count == 2)
        let discrepancies = try await ordering.reconcile().discrepancies
        #expect(discrepancies.isEmpty)
      }
    }
  }

  @Test func whatIsAssignedByNoOrderIsTakenBack() async throws {
    try await withBench { bench in
      let location = "organizations/acme/locations/hq"
      try await bench.inventory.plant(order: Self.ghost, location: location, count: 2)
      try await bench.run { ordering in
        let canceled = try await ordering.create(.two)
        _ = try await ordering.cancel(canceled.name)
        try await bench.inventory.plant(order: canceled.name, location: location)
        let provisioned = try await ordering.accept(ordering.create(.two).name)
        let report = try await ordering.reconcile()
        #expect(Set(report.discrepancies.map(\.order)) == [Self.ghost, canceled.name])
        #expect(report.discrepancies.allSatisfy { $0.reason == "ASSIGNED_WITHOUT_ORDER" && $0.repaired })
        let left = try await bench.inventory.numbersOfOrders()
        #expect(Set(left.map(\.order)) == [provisioned.name])
        let discrepancies = try await ordering.reconcile().discrepancies
        #expect(discrepancies.isEmpty)
      }
    }
  }

  @Test func whatSomebodyUsesIsLeftToAPerson() async throws {
    try await withBench { bench in
      try await bench.inventory.plant(
        order: Self.ghost,
        location: "organizations/acme/locations/hq",
        count: 2
      )
      let numbers = try await bench.inventory.numbersOfOrders()
      try await bench.inventory.give(numbers[0].phoneNumber, to: .init(kind: .user, id: "alice"))
      try await bench.run { ordering in
        _ = try await ordering.create(.two)
        let report = try await ordering.reconcile().discrepancies
        #expect(report.map(\.reason) == ["ASSIGNED_WITHOUT_ORDER"] && report.map(\.repaired) == [false])
        let left = try await ordering.reconcile(validateOnly: true).discrepancies
        #expect(left.map(\.phoneNumbers) == [[numbers[0].phoneNumber]])
      }
    }
  }

  @Test func whatACanceledOrderHoldsIsGivenBackByItself() async throws {
    try await withBench(reconcileInterval: .milliseconds(50)) { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        _ = try await ordering.cancel(order.name)
        try await bench.inventory.plant(order: order.name)
        while try await !bench.inventory.numbersOfOrders().isEmpty { await Task.yield() }
        #expect(try await ordering.get(order.name).state == .canceled)
      }
    }
  }

  // domain.md section 9: no charge without a number.
  @Test func whatIsChargedAndNobodyHasIsNotChargedAnyMore() async throws {
    try await withBench { bench in
      let order = try await bench.run { ordering in
        try await ordering.accept(ordering.create(.two).name)
      }
      try await bench.plantCharge(of: "+12015559999", order: Self.ghost)
      try await bench.run { ordering in
        let dry = try await ordering.reconcile(validateOnly: true).discrepancies
        #expect(dry.map(\.reason) == ["CHARGED_WITHOUT_NUMBER"] && dry.map(\.repaired) == [false])
        let before = try await ordering.billingEvents().count
        let report = try await ordering.reconcile().discrepancies
        #expect(report.map(\.order) == [Self.ghost] && report.map(\.repaired) == [true])
        #expect(report.map(\.phoneNumbers) == [["+12015559999"]])
        let events = try await ordering.billingEvents().dropFirst(before)
        #expect(events.map(\.kind) == [.stop] && events.map(\.cause) == ["RELEASED"])
        #expect(events.map(\.subject) == [.phoneNumber("+12015559999")])
        #expect(try await ordering.reconcile().discrepancies.isEmpty)
        #expect(try await ordering.get(order.name).state == .provisioned)
      }
    }
  }

  @Test func onlyOperatorsReconcile() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let error = await ordering.error {
          try await ordering.client.reconcileOrders(.init(), options: ordering.options("acme-admin"))
        }
        #expect(error?.code == .permissionDenied)
      }
    }
  }
}
