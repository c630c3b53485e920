import Telephony
import Testing

@Suite struct BusinessCalendarTests {
  private static func instant(_ date: String, hour: Int64) throws -> Instant {
    let day = try #require(CivilDate(date))
    return Instant(milliseconds: (Int64(day.daysSince1970) * 24 + hour) * 3_600_000)
  }

  @Test(arguments: [
    ("2026-11-23", 1, "2026-11-25"), ("2026-11-23", 5, "2026-12-01"), ("2026-11-27", 1, "2026-12-01"),
    ("2026-11-28", 1, "2026-12-01"), ("2026-11-23", 7, "2026-12-03"),
  ])
  func weekendsDoNotCount(from: String, days: Int, endsBefore: String) throws {
    let end = BusinessCalendar().end(ofBusinessDays: days, after: try Self.instant(from, hour: 8))
    #expect(try end == Self.instant(endsBefore, hour: 0))
  }

  @Test func holidaysDoNotCountAndDaysAreLocal() throws {
    let christmas = try #require(CivilDate("2026-12-25"))
    let calendar = BusinessCalendar(holidays: [christmas], utcOffset: .seconds(3_600))
    // 23:30 UTC on the 23rd is the 24th there; the next business day is Monday, 28 December.
    let end = calendar.end(
      ofBusinessDays: 1,
      after: try Self.instant("2026-12-23", hour: 23) + .seconds(1_800)
    )
    #expect(try end == Self.instant("2026-12-28", hour: 23))
  }

  @Test(arguments: [
    ("2026-08-23", "2026-11-23", true, false), ("2026-08-22", "2026-11-23", false, false),
    ("2026-08-24", "2026-11-23", true, true), ("2025-11-30", "2026-02-28", true, false),
  ])
  func aProofOfAddressAges(issued: String, uploaded: String, atMost: Bool, lessThan: Bool) throws {
    let (issued, uploaded) = (try #require(CivilDate(issued)), try #require(CivilDate(uploaded)))
    #expect(AddressProofAge.atMostThreeMonths.accepts(issued: issued, on: uploaded) == atMost)
    #expect(AddressProofAge.lessThanThreeMonths.accepts(issued: issued, on: uploaded) == lessThan)
  }

  @Test(arguments: ["2026-2-01", "2026-02-30", "", "20260201", "2026-02-01 ", "-026-02-01"])
  func otherTextsAreNoDates(text: String) {
    #expect(CivilDate(text) == nil)
  }
}
