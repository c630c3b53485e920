import ProviderCatalogRules
import Telephony
import Testing

@Suite struct LocationTests {
  @Test func beginsWithoutConnection() throws {
    let location = try Sample.location()
    #expect(location.name == "organizations/acme/locations/head-office")
    #expect(location.connection == .none)
    #expect(location.contractContact == nil)
  }

  @Test(arguments: [
    ("", "America/Chicago", "location.country_code", "REQUIRED"),
    ("US", "", "location.time_zone", "REQUIRED"),
    ("US", "America/Toronto", "location.time_zone", "INVALID_TIME_ZONE"),
  ])
  func refusesPlacesThatDoNotExist(country: String, zone: String, field: String, reason: String) {
    var draft = Sample.draft
    draft.countryCode = country
    draft.timeZone = zone
    let refusal = refusal { try create(draft, country: Sample.country) }
    #expect(refusal?.violations.map(\.field) == [field])
    #expect(refusal?.reason == reason)
  }

  /// Where holidays are regional, a region of which nothing is known would seem to have none of its own.
  @Test(arguments: [("ENG", true), ("LDS", true), ("LND", false), ("", true)])
  func aRegionIsOneWhoseHolidaysAreKnown(region: String, isTaken: Bool) throws {
    var (draft, country) = (Sample.draft, Sample.country)
    draft.region = region
    country.address.regions = []
    country.holidays = [PublicHoliday(displayName: "Easter Monday", dates: [], regions: ["ENG", "WLS"])]
    country.regionsWithoutHolidays = ["LDS"]
    let refusal = refusal { try create(draft, country: country) }
    #expect(refusal?.reason == (isTaken ? nil : "REGION_UNKNOWN"))
  }

  @Test(arguments: [("new", ["NJ"]), ("XX", ["NJ"]), ("XXXX", []), ("é", [])])
  func refusesRegionsThatAreNone(region: String, known: [String]) {
    var (draft, country) = (Sample.draft, Sample.country)
    draft.region = region
    country.address.regions = known.map { Region(code: $0, displayName: $0) }
    let refusal = refusal { try create(draft, country: country) }
    #expect(refusal?.violations.map(\.field) == ["location.region"] && refusal?.reason == "REGION_UNKNOWN")
  }

  @Test func refusesACountryThatIsNotOffered() {
    var draft = Sample.draft
    draft.countryCode = "FR"
    #expect(refusal { try create(draft, country: nil) }?.reason == "COUNTRY_NOT_OFFERED")
  }

  @Test func refusesMoreLocationsThanTheLimit() {
    let last = Location.maximumPerOrganization - 1
    #expect(refusal { try create(Sample.draft, country: Sample.country, existing: last) } == nil)
    let refusal = refusal { try create(Sample.draft, country: Sample.country, existing: last + 1) }
    #expect(refusal?.kind == .exhausted && refusal?.reason == "LOCATION_LIMIT")
  }

  private func create(_ draft: LocationDraft, country: Country?, existing: Int = 0) throws {
    _ = try Location.create(
      id: "head-office",
      in: Sample.organization(),
      from: draft,
      country: country,
      existing: existing,
      now: noon
    )
  }
}

@Suite struct CallingPlanTests {
  @Test func enablesAndChangesTheSignatory() throws {
    let enabled = try enable(Sample.location(), Sample.organization())
    #expect(enabled.connection == .callingPlan)
    #expect(enabled.contractContact == Sample.contact)
    #expect(enabled.version == 2)
    var other = Sample.contact
    other.givenName = "Augusta"
    let again = try enable(enabled, Sample.organization(), other)
    #expect(again.contractContact?.givenName == "Augusta")
    #expect(again.version == 3)
  }

  @Test func needsALicenceUnlessItIsATrial() throws {
    let location = try Sample.location()
    let unlicensed = Sample.organization(.paid, outboundCallingPlans: 0)
    let refusal = refusal { _ = try enable(location, unlicensed) }
    #expect(refusal?.kind == .precondition)
    #expect(refusal?.reason == "OUTBOUND_CALLING_PLAN_REQUIRED")
    _ = try enable(location, Sample.organization(.trial, outboundCallingPlans: 0))
  }

  @Test func keepsAnotherConnection() throws {
    var location = try Sample.location()
    location.connection = .premises
    #expect(refusal { _ = try enable(location, Sample.organization()) }?.reason == "PSTN_CONNECTION_CHOSEN")
  }

  @Test func namesEveryWrongFieldOfTheSignatory() throws {
    let location = try Sample.location()
    let contact = ContractContact(givenName: "", familyName: "a\u{7}b", email: "ada@", phoneNumber: "0123")
    let refusal = refusal { _ = try enable(location, Sample.organization(), contact) }
    #expect(
      refusal?.violations.map(\.reason) == [
        "REQUIRED", "INVALID_TEXT", "INVALID_EMAIL", "INVALID_PHONE_NUMBER",
      ]
    )
  }

  @Test(arguments: ["ada", "ada@example", "@example.com", "a b@example.com", "ada@.com", "ada@@example.com"])
  func refusesWhatIsNoEmailAddress(email: String) throws {
    let location = try Sample.location()
    var contact = Sample.contact
    contact.email = email
    #expect(refusal { _ = try enable(location, Sample.organization(), contact) }?.reason == "INVALID_EMAIL")
  }

  private func enable(
    _ location: Location,
    _ organization: Organization,
    _ contact: ContractContact = Sample.contact
  ) throws -> Location {
    try location.callingPlanEnabled(for: organization, contact: contact, now: noon + .seconds(1))
  }
}
