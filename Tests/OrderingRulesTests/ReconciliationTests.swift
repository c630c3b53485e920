import OrderingRules
import Telephony
import Testing

@Suite struct ReconciliationTests {
  private static let ways: [OrderPhase: [OrderCommand]] = [
    .reserving: [], .holding: [reserve], .waitingForTerms: [reserve, hold],
    .waitingForEmergencyAddress: [reserve, hold, accepting(.missing)],
    .assigning: [reserve, hold, accept],
    .provisioned: [reserve, hold, accept, .recordAssignment(numbers)],
    .canceling: [reserve, hold, .cancel], .canceled: [reserve, hold, .cancel, .recordRelease],
    .compensating: [reserve, hold, accept, .recordAssignmentRefused(reason: "X")],
    .failed: [reserve, hold, accept, .recordAssignmentRefused(reason: "X"), .recordRelease],
  ]

  /// What an order in a phase may hold or have assigned, so that nothing is taken from it while a step is under way.
  @Test(arguments: [
    (OrderPhase?.none, true, true), (.reserving, true, true), (.holding, false, true),
    (.waitingForTerms, false, true),
    (.waitingForEmergencyAddress, false, true), (.assigning, false, false), (.provisioned, true, false),
    (.canceling, false, true), (.compensating, false, true), (.canceled, true, true), (.failed, true, true),
  ])
  func whatNoOrderOwnsIsFound(phase: OrderPhase?, held: Bool, assigned: Bool) throws {
    let owner = try phase.map { try order(begun(draft()), Self.ways[$0] ?? []) }
    #expect(owner?.phase == phase)
    let name = "organizations/acme/orders/o1"
    let holds = Reconciliation.compare(InventoryHolding(order: name, held: numbers), with: owner)
    #expect(holds.map(\.kind) == (held ? [.heldWithoutOrder] : []))
    let assignments = Reconciliation.compare(InventoryHolding(order: name, assigned: numbers), with: owner)
    #expect(assignments.map(\.kind) == (assigned ? [.assignedWithoutOrder] : []))
  }

  @Test func chargesWithoutANumberAreFoundByOrder() {
    let provided = zip(numbers, ["organizations/acme/portOrders/p1", "organizations/acme/orders/o1"]).map {
      ProvidedNumber(number: $0, organization: "acme", order: $1, provisionTime: start)
    }
    #expect(Reconciliation.compare(charged: provided, with: Set(numbers)).isEmpty)
    let found = Reconciliation.compare(charged: provided, with: [])
    #expect(found.map(\.kind) == [.chargedWithoutNumber, .chargedWithoutNumber])
    #expect(found.map(\.order) == ["organizations/acme/orders/o1", "organizations/acme/portOrders/p1"])
    #expect(Reconciliation.compare(charged: provided, with: [numbers[0]]).map(\.numbers) == [[numbers[1]]])
  }

  @Test func anOrderOwnsOnlyItsOwnNumbers() throws {
    let owner = try order(begun(draft()), Self.ways[.provisioned] ?? [])
    let foreign = try #require(TelephoneNumber(digits: 12_015_559_999))
    let holding = InventoryHolding(order: owner.name, assigned: numbers + [foreign])
    let found = Reconciliation.compare(holding, with: owner)
    #expect(found.map(\.kind) == [.assignedToForeignOrder])
    #expect(found.map(\.numbers) == [[foreign]])
  }
}
