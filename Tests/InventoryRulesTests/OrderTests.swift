import Telephony
import Testing

@testable import InventoryRules

@Suite struct OrderTests {
  let order = try! ResourceName(
    "organizations/acme/orders/o1",
    pattern: "organizations/*/orders/*",
    field: "order"
  )
  let location = try! ResourceName(
    "organizations/acme/locations/hq",
    pattern: "organizations/*/locations/*",
    field: "location"
  )

  @Test func aHoldDoesNotExpireAndChangesTheToken() throws {
    var inventory = Inventory.small()
    let lease = try inventory.take(.quantity(.us, count: 2))
    let wrong = #expect(throws: Refusal.self) {
      try inventory.holdForOrder(lease.id, fencingToken: lease.fencingToken + 7, order: order, now: .start)
    }
    #expect(wrong?.reason == "FENCING_TOKEN_MISMATCH")
    let hold = try inventory.holdForOrder(
      lease.id,
      fencingToken: lease.fencingToken,
      order: order,
      now: .after(minutes: 1)
    ).answer
    #expect(hold.state == .heldByOrder)
    #expect(hold.fencingToken != lease.fencingToken)
    #expect(inventory.expire(now: .after(minutes: 10_000), limit: 10).changes.isEmpty)
    let refusal = #expect(throws: Refusal.self) {
      try inventory.release(lease.id, organization: "acme", now: .after(minutes: 2))
    }
    #expect(refusal?.reason == "RESERVATION_HELD_BY_ORDER")
    // The saga's step is repeated after a crash.
    #expect(
      try inventory.holdForOrder(lease.id, fencingToken: lease.fencingToken, order: order, now: .start).answer
        == hold
    )
  }

  @Test func anExpiredHolderCanNeverOrder() throws {
    var inventory = Inventory.small()
    let lease = try inventory.take(.quantity(.us, count: 1))
    let refusal = #expect(throws: Refusal.self) {
      try inventory.holdForOrder(
        lease.id,
        fencingToken: lease.fencingToken,
        order: order,
        now: .after(minutes: 15)
      )
    }
    #expect(refusal?.reason == "RESERVATION_EXPIRED")
  }

  @Test func assignedNumbersBelongToTheLocation() throws {
    var inventory = Inventory.small()
    let lease = try inventory.take(.quantity(.us, count: 2))
    let number = lease.numbers[0]
    _ = try inventory.holdForOrder(lease.id, fencingToken: lease.fencingToken, order: order, now: .start)
    let before = inventory.picture()
    let decision = try inventory.assign(order: order, location: location, access: .callingPlan, now: .start)
    #expect(decision.answer == Array(lease.numbers))
    #expect(decision.changes.count == 2)
    #expect(inventory.heldNumbers(of: "acme") == 0)
    #expect(inventory.reservation(lease.id)?.state == .consumed)

    let own = try inventory.view(number, for: .organization("acme"))
    #expect(own.state == .assigned)
    #expect(own.location == location.text)
    #expect(own.order == order.text)
    #expect(throws: Refusal.resourceNotFound(number.resourceName)) {
      try inventory.view(number, for: .organization("b"))
    }
    #expect(inventory.numbers(of: "acme", limit: 10).numbers.map(\.number) == lease.numbers.sorted())
    #expect(inventory.numbers(of: "acme", after: lease.numbers.min(), limit: 10).numbers.count == 1)

    let again = try inventory.assign(
      order: order,
      location: location,
      access: .callingPlan,
      now: .after(minutes: 1)
    )
    #expect(again.answer == decision.answer)
    #expect(again.changes.isEmpty)

    inventory.revert(decision.changes)
    #expect(inventory.picture() == before)
  }

  @Test func aBlockIsAssignedAsOneThing() throws {
    var inventory = Inventory.small()
    let lease = try inventory.take(.block(.us, size: 100))
    _ = try inventory.holdForOrder(lease.id, fencingToken: lease.fencingToken, order: order, now: .start)
    let decision = try inventory.assign(order: order, location: location, access: .callingPlan, now: .start)
    #expect(decision.changes.count == 2)
    #expect(inventory.records.all.map(\.standing.block?.count) == [100])
  }

  @Test func anOrderGivesBackWhatItHolds() throws {
    var inventory = Inventory.small()
    let lease = try inventory.take(.quantity(.us, count: 2))
    #expect(inventory.releaseHold(order: order, now: .start).answer.isEmpty)
    _ = try inventory.holdForOrder(lease.id, fencingToken: lease.fencingToken, order: order, now: .start)
    #expect(inventory.releaseHold(order: order, now: .start).answer == Array(lease.numbers))
    #expect(inventory.stock.isAvailable(lease.numbers[0]))
    let refusal = #expect(throws: Refusal.self) {
      try inventory.assign(order: order, location: location, access: .callingPlan, now: .start)
    }
    #expect(refusal?.reason == "ORDER_HOLDS_NOTHING")
  }
}
