import Telephony
import Testing

@testable import InventoryRules

@Suite struct LeaseTests {
  @Test func aUseExtendsButNeverPastTwoHours() throws {
    var inventory = Inventory.small()
    let reservation = try inventory.take(.quantity(.us, count: 1))
    #expect(reservation.expireTime == .after(minutes: 15))
    for minutes in stride(from: 10, through: 110, by: 10) {
      let extended = try inventory.extend(reservation.id, organization: "acme", now: .after(minutes: minutes))
        .answer
      #expect(extended.expireTime == .after(minutes: min(minutes + 15, 120)))
      #expect(extended.fencingToken == reservation.fencingToken)
    }
    let refusal = try #require(throws: Refusal.self) {
      _ = try inventory.extend(reservation.id, organization: "acme", now: .after(minutes: 120))
    }
    #expect(refusal.reason == "RESERVATION_EXPIRED")
  }

  @Test func sweepingEndsWhatIsOverAndForgetsItLater() throws {
    var inventory = Inventory.small()
    let first = try inventory.take(.quantity(.us, count: 2))
    let second = try inventory.take(.quantity(.us, count: 1), at: .after(minutes: 5))
    #expect(inventory.expire(now: .after(minutes: 14), limit: 10).changes.isEmpty)
    let decision = inventory.expire(now: .after(minutes: 15), limit: 10)
    #expect(decision.answer == 1)
    #expect(decision.events == [.released(first.ended(.expired, at: .after(minutes: 15)))])
    #expect(inventory.reservation(first.id)?.state == .expired)
    #expect(inventory.reservation(second.id)?.state == .active)
    #expect(first.numbers.allSatisfy { inventory.stock.isAvailable($0) })
    _ = inventory.expire(now: .after(minutes: 75), limit: 10)
    #expect(inventory.reservation(first.id) == nil)
  }

  @Test func whatIsOverIsTakenWithoutSweeping() throws {
    var inventory = Inventory.small()
    let numbers = Array(try inventory.take(.quantity(.us, count: 3)).numbers)
    #expect(throws: Refusal.self) {
      _ = try inventory.take(.specific(numbers), for: "b", at: .after(minutes: 14))
    }
    let command = ReserveCommand(organization: "b", selection: .specific(numbers))
    let before = inventory.picture()
    let decision = try inventory.reserve(command, now: .after(minutes: 15))
    #expect(decision.changes.count == 2)
    #expect(decision.events.count == 2)
    inventory.revert(decision.changes)
    #expect(inventory.picture() == before)
  }

  @Test func aRefusalAfterLazyExpiryLeavesNoTrace() throws {
    var inventory = Inventory.small()
    let held = Array(try inventory.take(.quantity(.us, count: 1)).numbers)
    let before = inventory.picture()
    #expect(throws: Refusal.self) {
      _ = try inventory.take(.specific(held + [.test("+19995550000")]), at: .after(minutes: 20))
    }
    #expect(inventory.picture() == before)
  }

  @Test func releaseGivesBackAndCanBeRepeated() throws {
    var inventory = Inventory.small()
    let reservation = try inventory.take(.block(.us, size: 100))
    #expect(
      try inventory.release(reservation.id, organization: "acme", now: .start).answer.state == .released
    )
    let again = try inventory.release(reservation.id, organization: "acme", now: .start)
    #expect(again.answer.state == .released)
    #expect(again.events.isEmpty)
    #expect(reservation.numbers.allSatisfy { inventory.stock.isAvailable($0) })
  }

  @Test func anotherOrganizationsReservationReadsAsAbsent() throws {
    var inventory = Inventory.small()
    let reservation = try inventory.take(.quantity(.us, count: 1))
    let other = #expect(throws: Refusal.self) {
      try inventory.release(reservation.id, organization: "b", now: .start)
    }
    let absent = #expect(throws: Refusal.self) { try inventory.release(99, organization: "b", now: .start) }
    #expect(other?.reason == "RESOURCE_NOT_FOUND")
    #expect(other?.kind == absent?.kind)
    #expect(other?.message.replacing("\(reservation.id)", with: "99") == absent?.message)
  }
}
