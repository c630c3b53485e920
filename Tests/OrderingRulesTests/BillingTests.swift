import OrderingRules
import Telephony
import Testing

@Suite struct BillingTests {
  @Test func whatIsAssignedIsProvidedAndChargedFromThenOnAtTheEarliest() throws {
    let order = try order(begun(draft()), [reserve, hold, accept, .recordAssignment([numbers[0]])])
    let provided = BillingRules.provided(by: order)
    #expect(provided.map(\.number) == [numbers[0]])
    let first = try #require(provided.first)
    #expect(first.start(.provisioned, at: order.updateTime).effectiveTime == order.updateTime)
    // News of a conversion may be older than the number.
    #expect(first.start(.converted, at: start).effectiveTime == order.updateTime)
    let later = start + .seconds(86_400)
    #expect(first.start(.converted, at: later).effectiveTime == later)
    #expect(first.stop(.released, at: later).kind == .stop)
    #expect(BillingRules.charges(.paid) && !BillingRules.charges(.trial))
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
