import OrderingRules
import Telephony
import Testing

@Suite struct BillingTests {
  private func provisioned() throws -> Order {
    try order(begun(draft()), [reserve, hold, accept, .recordAssignment([numbers[0]])])
  }

  @Test func whatIsAssignedBeginsToBeChargedAtOnceUnlessOnTrial() throws {
    let order = try provisioned()
    let events = BillingRules.provisioned(order, accountType: .paid)
    #expect(events.map(\.subject) == [.number(numbers[0])])
    #expect(events.map(\.effectiveTime) == [order.updateTime])
    #expect(events.map(\.cause) == [.provisioned])
    #expect(BillingRules.provisioned(order, accountType: .trial).isEmpty)
    let later = start + .seconds(86_400)
    #expect(BillingRules.converted(order, at: later).map(\.effectiveTime) == [later])
  }

  @Test(arguments: [(1, 0, 1, true), (3, 1, 2, true), (1, 4, 3, false)])
  func licencesAreChargedByDifference(committed: Int, charged: Int, count: Int, isStart: Bool) {
    let event = BillingRules.licenses(
      of: "acme",
      accountType: .paid,
      committed: committed,
      charged: charged,
      at: start
    )
    #expect(event?.subject == .outboundCallingPlans(count))
    #expect(event?.kind == (isStart ? .start : .stop))
    #expect(event?.cause == (isStart ? .committed : .reduced))
  }

  @Test func aTrialIsNotChargedForLicences() {
    #expect(
      BillingRules.licenses(of: "acme", accountType: .trial, committed: 1, charged: 0, at: start) == nil
    )
    #expect(BillingRules.licenses(of: "acme", accountType: .paid, committed: 1, charged: 1, at: start) == nil)
  }

  /// Both the day of a start and that of a stop are charged.
  @Test(arguments: [
    ("2026-11-01", 30, 30, 1), ("2026-11-23", 30, 8, 23), ("2026-02-28", 28, 1, 28),
    ("2024-02-29", 29, 1, 29),
  ])
  func chargesAreProrated(day: String, days: Int, start: Int, stop: Int) throws {
    let date = try #require(CivilDate(day))
    let time = Instant(milliseconds: Int64(date.daysSince1970) * 86_400_000 + 86_399_999)
    for (kind, charged) in [(BillingEvent.Kind.start, start), (.stop, stop)] {
      let event = BillingEvent(
        organization: "acme",
        kind: kind,
        subject: .number(numbers[0]),
        order: "",
        effectiveTime: time,
        cause: .provisioned
      )
      #expect(event.proration.periodDays == days)
      #expect(event.proration.chargedDays == charged)
      #expect(event.proration.periodStart.description == day.prefix(8) + "01")
    }
  }
}
