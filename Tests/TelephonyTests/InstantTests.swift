import Testing

@testable import Telephony

@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-23T05:08:00Z", 1_795_410_480_000),
    ("2024-02-29T23:59:59.250Z", 1_709_251_199_250), ("1969-12-31T23:59:59.999Z", -1),
  ])
  func textAndMilliseconds(text: String, milliseconds: Int64) {
    #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
  }

  @Test func offsetsAreTakenOff() {
    #expect(Instant(rfc3339: "2026-11-23T06:08:00+01:00") == Instant(rfc3339: "2026-11-23T05:08:00Z"))
    #expect(Instant(rfc3339: "2026-11-22T21:38:00-07:30") == Instant(rfc3339: "2026-11-23T05:08:00Z"))
  }

  @Test(arguments: [
    "", "2026-11-23", "2026-11-23T05:08:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-11-23T24:00:00Z", "2026-11-23T05:08:60Z", "2026-11-23T05:08:00.Z", "2026-11-23T05:08:00Zx",
  ])
  func refusesOtherText(text: String) {
    #expect(Instant(rfc3339: text) == nil)
  }

  @Test func everyDayOfFourCenturiesComesBack() {
    for days in stride(from: -719_468, to: 200_000, by: 17) {
      #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
    }
  }

  @Test func timestampPartsOfInstantsBefore1970() {
    let instant = Instant(milliseconds: -1)
    #expect(instant.seconds == -1)
    #expect(instant.nanoseconds == 999_000_000)
    #expect(Instant(seconds: instant.seconds, nanoseconds: instant.nanoseconds) == instant)
    #expect(instant + .milliseconds(1) == Instant(milliseconds: 0))
  }

  @Test(arguments: [Int64.min, .max, 253_402_300_800, -62_135_596_801])
  func secondsThatNoTimestampMaySayCountAsTheEndOfTime(seconds: Int64) {
    let instant = Instant(seconds: seconds, nanoseconds: 0)
    #expect(instant.seconds == (seconds < 0 ? -62_135_596_800 : 253_402_300_799))
    #expect(instant + .seconds(86_400) > instant)
  }
}
