import CatalogFiles
import PortingRules
import Telephony
import Testing

@Suite struct CalendarTests {
  private static let folder =
    "\(#filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" })/Deploy/countries"
  private static let countries: [Country] = (try? CountryFolder.read(folder)) ?? []

  private static func calendar(_ country: Country, region: String, zones: [String]) -> PortCalendar {
    PortCalendar(
      hours: country.porting.hours,
      zones: zones.compactMap(LocalZone.init),
      holidays: country.holidays.days(in: region),
      cutOff: country.porting.cutOff
    )
  }

  private static func calendar(_ code: String, region: String = "", _ zones: String...) throws -> PortCalendar
  {
    calendar(try #require(countries.first { $0.code == code }), region: region, zones: zones)
  }

  private static func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

  /// 10,000 random questions, against an implementation that shares neither code nor data with ours.
  @Test(.enabled(if: CalendarOracle.isThere, "make lint makes .venv, which holds the oracle"))
  func answersAreThoseOfAnotherCalendar() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededRandom(seed: seed)
    let questions = (0..<10_000).map { _ in Self.question(&random) }
    let answers = try CalendarOracle.answers(to: questions)
    #expect(answers.count == questions.count)
    let wrong = zip(questions, answers).filter { Self.answer($0) != $1 }
    for (question, answer) in wrong.prefix(3) {
      Issue.record("seed \(seed): \(question) is \(answer), not \(String(describing: Self.answer(question)))")
    }
    #expect(wrong.count == 0)
  }

  private static func question(_ random: inout SeededRandom) -> CalendarQuestion {
    let country = countries.randomElement(using: &random) ?? countries[0]
    let regions = Set(country.holidays.flatMap(\.regions)).sorted()
    let zone = country.timeZones.randomElement(using: &random) ?? ""
    let other = country.timeZones.prefix(3).randomElement(using: &random) ?? zone
    // February 2024 to the middle of 2035: no answer depends on a holiday of 2023 or 2036.
    let submitted = Int64.random(in: 1_706_745_600_000..<2_066_000_000_000, using: &random)
    let region = Bool.random(using: &random) ? regions.randomElement(using: &random) ?? "" : ""
    return CalendarQuestion(
      country: country.code,
      region: region,
      regions: region.isEmpty ? regions : [region],
      zones: Set([zone, other]).sorted(),
      submitted: submitted,
      type: (country.porting.types.randomElement(using: &random) ?? .standard).rawValue,
      numbers: [1, 2, 30, 31, 50, 51, 150, 151, 900].randomElement(using: &random) ?? 1,
      holder: Bool.random(using: &random),
      wish: submitted + Int64.random(in: 0..<40 * 86_400_000, using: &random)
    )
  }

  private static func answer(_ question: CalendarQuestion) -> CalendarAnswer? {
    guard let country = countries.first(where: { $0.code == question.country }),
      let type = PortType(rawValue: question.type),
      let leadTime = country.porting.schedule.leadTime(
        type,
        numbers: question.numbers,
        donor: question.holder ? .rangeHolder : .notRangeHolder
      )
    else { return nil }
    let calendar = calendar(country, region: question.region, zones: question.zones)
    let now = Instant(milliseconds: question.submitted)
    let dates = PortDates(calendar, leadTime, now: now, count: 3)
    let wish = WishedTime(Instant(milliseconds: question.wish))
      .violations(calendar, leadDays: leadTime.businessDays, now: now, field: "desired_time")
    return CalendarAnswer(
      earliest: dates.earliestDay.description,
      slots: dates.slots.map { [$0.window.start.milliseconds, $0.window.end.milliseconds] },
      deadline: dates.slots.first?.changeUntil.milliseconds ?? 0,
      judgement: wish.first?.reason ?? ""
    )
  }

  /// The last moment before it still reaches the day, and the moment itself does not.
  @Test func aDraftCanWaitUntilItsDeadlineAndNoLonger() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededRandom(seed: seed)
    for _ in 0..<2_000 {
      let country = try #require(Self.countries.randomElement(using: &random))
      let zones = Array(Set(country.timeZones.shuffled(using: &random).prefix(2)))
      let calendar = Self.calendar(country, region: "", zones: zones)
      let port = Instant(milliseconds: .random(in: 1_730_000_000_000..<2_060_000_000_000, using: &random))
      let leadDays = Int.random(in: 1...25, using: &random)
      let wished = try #require(calendar.zones.map { $0.day(of: port) }.min())
      let deadline = calendar.submissionDeadline(port: port, leadDays: leadDays)
      let before = Instant(milliseconds: deadline.milliseconds - 1)
      #expect(calendar.earliestDay(submitted: before, leadDays: leadDays) <= wished, "seed \(seed): \(port)")
      #expect(calendar.earliestDay(submitted: deadline, leadDays: leadDays) > wished, "seed \(seed): \(port)")
    }
  }

  /// Worked out by hand. New York leaves daylight-saving time on 2026-11-01, Berlin on 2026-10-25.
  @Test(arguments: [
    ("US", "America/New_York", "2026-10-29T16:59:00Z", "2026-11-02", "2026-11-02T13:00:00Z"),
    ("US", "America/New_York", "2026-10-29T17:00:00Z", "2026-11-03", "2026-11-03T13:00:00Z"),
    ("US", "America/New_York", "2026-11-24T12:00:00Z", "2026-11-27", "2026-11-27T13:00:00Z"),
    ("DE", "Europe/Berlin", "2026-10-13T10:00:00Z", "2026-10-23", "2026-10-23T04:00:00Z"),
    ("DE", "Europe/Berlin", "2026-10-14T10:00:00Z", "2026-10-26", "2026-10-26T05:00:00Z"),
    ("FR", "Europe/Paris", "2026-12-18T23:30:00Z", "2026-12-31", "2026-12-31T09:00:00Z"),
  ])
  func theFirstWindowIsAnAbsoluteInstant(
    code: String,
    zone: String,
    submitted: String,
    day: String,
    start: String
  ) throws {
    let calendar = try Self.calendar(code, zone)
    let lead = code == "US" ? 2 : 8
    let earliest = calendar.earliestDay(submitted: try Self.instant(submitted), leadDays: lead)
    #expect(earliest.description == day)
    #expect(calendar.windows(from: earliest, count: 1).first?.start == (try Self.instant(start)))
  }

  @Test func numbersOfTwoZonesShareTheHoursThatBothHave() throws {
    let calendar = try Self.calendar("US", "America/Los_Angeles", "America/New_York")
    let day = try #require(CivilDate("2026-11-24"))
    let window = try #require(calendar.windows(on: day).first)
    #expect(window.start == (try Self.instant("2026-11-24T16:00:00Z")))
    #expect(window.end == (try Self.instant("2026-11-24T22:00:00Z")))
  }

  @Test func aHolidayOfTheRegionMovesThePort() throws {
    // Good Friday, 2027-03-26, in Alsace-Moselle only; Easter Monday everywhere in France.
    let submitted = try Self.instant("2027-03-15T09:00:00Z")
    let paris = try Self.calendar("FR", region: "75", "Europe/Paris")
    let metz = try Self.calendar("FR", region: "57", "Europe/Paris")
    #expect(paris.earliestDay(submitted: submitted, leadDays: 9).description == "2027-03-26")
    #expect(metz.earliestDay(submitted: submitted, leadDays: 9).description == "2027-03-30")
  }

  /// Five working days before Monday 2026-11-30 lies Monday 2026-11-23; it can be changed until that day is over.
  @Test func aPortCanBeChangedUntilTheEndOfTheDayOfItsCutOff() throws {
    let calendar = try Self.calendar("IT", "Europe/Rome")
    let port = try Self.instant("2026-11-30T07:00:00Z")
    let deadline = calendar.changeDeadline(port: port, businessDays: 5)
    #expect(deadline == (try Self.instant("2026-11-23T23:00:00Z")))
  }

  @Test(arguments: [
    ("+12015550123", "America/New_York"), ("+13125550123", "America/Chicago"), ("+18505550123", "US/Hawaii"),
    ("+18005550123", "US/Hawaii"),
  ])
  func areaCodesTellTheZone(number: String, zone: String) throws {
    let country = try #require(Self.countries.first { $0.code == "US" })
    let zones = NumberZones(country.numberTimeZones, location: try #require(LocalZone("US/Hawaii")))
    #expect(zones.zone(of: try #require(TelephoneNumber(e164: number))).name == zone)
  }
}
