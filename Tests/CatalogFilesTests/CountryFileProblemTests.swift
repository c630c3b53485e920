import ServiceKit
import Telephony
import Testing

/// What is wrong in the files is found when they are loaded, and named with file, line and key.
@Suite struct CountryFileProblemTests {
  @Test func whatIsDeliveredHasNoProblems() throws {
    #expect(try CountryFolders.problems(replacing: "", with: "", in: "dk.yaml").isEmpty)
  }

  @Test(arguments: [
    ("us.yaml", "  postal_code:", "  postel_code:", "rules.postel_code", "us.yaml"),
    ("us.yaml", "country_code: US", "country_code: us", "country_code", "us.yaml"),
    ("us.yaml", "America/New_York", "America/Gotham", "rules.time_zones.value", "us.yaml"),
    ("dk.yaml", "    source: IANA time zone database, zone.tab\n", "", "rules.time_zones.source", "dk.yaml"),
    ("dk.yaml", "    since: 2024-01-01", "    since: 2024-13-01", "rules.holidays.since", "dk.yaml"),
    ("dk.yaml", "    since: 2024-01-01\n", "", "rules.holidays.since", "dk.yaml"),
    ("dk.yaml", "\"09:00-16:00\"", "\"16:00-09:00\"", "rules.port_hours.value", "dk.yaml"),
    ("dk.yaml", "\"09:00-16:00\"", "\"09:00-25:00\"", "rules.port_hours.value", "dk.yaml"),
    ("fr.yaml", "\"14:00-17:00\"", "\"12:00-17:00\"", "rules.port_hours.value", "fr.yaml"),
    ("us.yaml", "\"13:00\"", "\"25:00\"", "rules.port_cut_off.value", "us.yaml"),
    ("shared/everywhere.yaml", "NOT_FOR_RESALE", "FOR_RESALE", "rules.use_limits.value", "everywhere.yaml"),
    (
      "fr.yaml", "{type: COMPLEX, days: 8", "{type: COMPLEX, days: 0", "rules.port_lead_times.value",
      "fr.yaml"
    ),
    (
      "fr.yaml", "      - {type: COMPLEX, days: 8, cutoff: 7}\n", "", "rules.port_lead_times.value", "fr.yaml"
    ),
    ("gb.yaml", "up_to: 30", "up_to: 1", "rules.port_lead_times.value", "gb.yaml"),
    ("dk.yaml", "like: eu-section", "like: eu", "like", "dk.yaml"),
    ("dk.yaml", "example: \"1050\"", "example: \"105\"", "rules.postal_code.value", "dk.yaml"),
    ("dk.yaml", "2024-05-09", "2024-02-30", "rules.holidays.value.dates", "dk.yaml"),
    ("dk.yaml", "2024-05-09, 2025-05-29", "2025-05-29, 2024-05-09", "rules.holidays.value.dates", "dk.yaml"),
    ("de.yaml", "\"BB\"", "\"XX\"", "rules.holidays.value", "de.yaml"),
    ("shared/everywhere.yaml", "[10, 50, 100]", "[ten]", "rules.block_sizes.value", "everywhere.yaml"),
    ("shared/everywhere.yaml", "  toll_free:", "  tollfree:", "rules.tollfree", "everywhere.yaml"),
    (
      "shared/north-america.yaml", "[LOCAL, TOLL_FREE]", "[LOCAL]", "rules.toll_free.value",
      "north-america.yaml"
    ),
    ("shared/eu-section.yaml", "like: everywhere", "like: eu-section", "like", "be.yaml"),
  ])
  func itIsNamedWithFileLineAndKey(
    file: String,
    from: String,
    to: String,
    key: String,
    blamed: String
  ) throws {
    let problems = try CountryFolders.problems(replacing: from, with: to, in: file)
    let found = problems.first { $0.key == key && $0.origin.hasSuffix(blamed) }
    #expect(found != nil && found?.line != nil, "\(problems)")
  }

  @Test func aRuleThatNobodyGivesIsMissing() throws {
    let problems = try CountryFolders.problems(
      replacing: "  port_hours:",
      with: "  #",
      in: "shared/everywhere.yaml"
    )
    #expect(problems.contains { $0.origin.hasSuffix("at.yaml") && $0.key == "rules.port_hours" })
  }

  @Test func theLineIsThatOfTheValue() throws {
    let problems = try CountryFolders.problems(replacing: "09:00-16:00", with: "9-16", in: "dk.yaml")
    #expect(problems.map(\.line) == [12])
  }
}
