import Telephony
import Testing

/// Public holidays against calendars that were looked up by hand, and against Easter as it is computed.
@Suite struct HolidayTests {
  private static let years = 2024...2035

  private func days(_ code: String, _ region: String = "") throws -> Set<CivilDate> {
    try #require(CountryFolders.countries[code]).holidays.days(in: region)
  }

  @Test(arguments: ExpectedCountry.all.map(\.code), years)
  func everyYearHasItsHolidays(code: String, year: Int) throws {
    let days = try days(code)
    for day in [CivilDate(year: year, month: 1, day: 1), CivilDate(year: year, month: 12, day: 25)] {
      let day = try #require(day)
      // Spain moves what falls on a Sunday, region by region.
      let isWorkday = BusinessCalendar().isBusinessDay(day)
      #expect(!isWorkday || days.contains(day), "\(day)")
    }
    #expect(days.filter { $0.year == year }.count >= 4)
  }

  /// Easter Monday, a holiday in the whole of these countries.
  @Test(
    arguments: [
      "AT", "BE", "CH", "DE", "DK", "FI", "FR", "IE", "IT", "LT", "LU", "NL", "NO", "PL", "SE", "AU", "NZ",
    ],
    years
  )
  func easterMondayFollowsFromTheMoon(code: String, year: Int) throws {
    let monday = CivilDate(daysSince1970: Self.easter(year).daysSince1970 + 1)
    // Swiss cantons decide on Easter Monday; nearly all have it.
    let region = code == "CH" ? "ZH" : ""
    #expect(try days(code, region).contains(monday), "\(monday)")
  }

  /// Region by region: a day that it has, and the same day where it has not.
  @Test(arguments: [
    ("FR", "67", "2027-03-26", "75"), ("FR", "57", "2031-12-26", "59"), ("FR", "68", "2035-03-23", "13"),
    ("DE", "BB", "2025-10-31", "BE"), ("DE", "SN", "2035-10-31", "BY"), ("DE", "HH", "2024-10-31", "NW"),
    ("DE", "BY", "2026-01-06", "HH"), ("DE", "TH", "2030-09-20", "SN"), ("DE", "SN", "2026-11-18", "TH"),
    ("GB", "SCT", "2026-01-02", "ENG"), ("GB", "NIR", "2026-07-13", "ENG"),
    ("GB", "ENG", "2026-04-06", "SCT"), ("AU", "VIC", "2026-11-03", "NSW"), ("CA", "QC", "2026-06-24", "AB"),
    ("CH", "ZH", "2026-12-26", "GE"), ("GB", "ENG", "2026-08-31", "SCT"), ("ES", "CT", "2026-09-11", "AN"),
  ])
  func regionsHaveTheirOwn(code: String, region: String, day: String, other: String) throws {
    let day = try #require(CivilDate(day))
    #expect(try days(code, region).contains(day))
    #expect(try !days(code, other).contains(day))
    // Without a region nobody knows whether it is worked on: it is not promised.
    #expect(try days(code).contains(day))
    let country = try #require(CountryFolders.countries[code])
    #expect(!country.holidays.nationalDays.contains(day))
  }

  /// Days that only one calendar has.
  @Test(arguments: [
    ("US", "2026-11-26"), ("US", "2030-07-04"), ("DE", "2029-10-03"), ("FR", "2034-07-14"),
    ("IT", "2028-06-02"), ("GR", "2026-04-13"), ("NZ", "2027-02-06"), ("SE", "2035-06-06"),
    ("PL", "2033-11-11"), ("CA", "2026-07-01"),
  ])
  func nationalDaysAreKnown(code: String, day: String) throws {
    #expect(try days(code).contains(try #require(CivilDate(day))))
  }

  @Test func aWorkingDayIsNone() throws {
    for code in ExpectedCountry.all.map(\.code) {
      #expect(try !days(code).contains(try #require(CivilDate("2026-11-24"))), "\(code)")
    }
  }

  /// The Gregorian Easter Sunday, as J. Meeus has it in Astronomical Algorithms, chapter 8.
  private static func easter(_ year: Int) -> CivilDate {
    let (golden, century, ofCentury) = (year % 19, year / 100, year % 100)
    let correction = century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15
    let moon = (19 * golden + correction) % 30
    let weekday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - moon - ofCentury % 4) % 7
    let shift = (golden + 11 * moon + 22 * weekday) / 451
    let sum = moon + weekday - 7 * shift + 114
    return CivilDate(year: year, month: sum / 31, day: sum % 31 + 1) ?? CivilDate(daysSince1970: 0)
  }
}
