import EmergencyAddressRules
import Telephony
import Testing

@Suite struct AddressBookTests {
  private let name = "organizations/acme/locations/head-office"
  private let author = AddressAuthor(
    principal: "keys/acme",
    time: Instant(milliseconds: 1_795_435_200_000)
  )
  private let address = CivicAddress(
    countryCode: "US",
    region: "NJ",
    city: "Jersey City",
    postalCode: "07302",
    street: "Main St",
    buildingNumber: "12"
  )

  private func book(
    country: String = "US",
    hasRules: Bool = true,
    isTrial: Bool = false,
    plans: Int = 1
  ) -> AddressBook {
    var book = AddressBook()
    book.note(KnownLocation(name: name, countryCode: country), number: 1)
    book.note(KnownOrganization(id: "acme", isTrial: isTrial, outboundCallingPlans: plans))
    guard hasRules else { return book }
    let rules = AddressRules(
      fields: [.street, .buildingNumber, .city, .postalCode, .region].map { AddressFieldRule($0) },
      postalCodeForms: [PostalCodeForm("99999")].compactMap { $0 },
      postalCodeExample: "07302",
      regions: [Region(code: "NJ", displayName: "New Jersey")]
    )
    book.note(rules, of: country)
    return book
  }

  private func give(
    _ address: CivicAddress,
    to location: String? = nil,
    in book: AddressBook
  ) throws -> AddressRecord {
    try book.giving(address, information: "", to: .location(location ?? name), by: author)
  }

  @Test func beginsWithItsSyntax() throws {
    let given = try give(address, in: book())
    #expect(given.progress == .syntax)
    #expect(given.step == .validating)
    #expect(given.version == 1)
    #expect(given.subject.addressName == "organizations/acme/locations/head-office/emergencyAddress")
  }

  @Test func namesEveryWrongField() {
    let wrong = CivicAddress(countryCode: "US", region: "ZZ", postalCode: "7302", buildingNumber: "none")
    let violations = refusal { try give(wrong, in: book()) }?.violations ?? []
    #expect(
      violations.map { "\($0.field) \($0.reason)" }.sorted() == [
        "address.building_number INVALID_BUILDING_NUMBER", "address.city REQUIRED",
        "address.postal_code INVALID_POSTAL_CODE", "address.region INVALID_REGION",
        "address.street REQUIRED",
      ]
    )
  }

  @Test func refusesAnAddressInAnotherCountry() {
    let refusal = refusal { try give(address, in: book(country: "CA")) }
    #expect(refusal?.violations.map(\.reason) == ["ADDRESS_COUNTRY_MISMATCH"])
  }

  // Without the rules nothing can be said of an address, and "right" would be a guess.
  @Test func refusesACountryWithoutRules() {
    let refusal = refusal { try give(address, in: book(hasRules: false)) }
    #expect(refusal?.reason == "COUNTRY_NOT_SUPPORTED")
    #expect(refusal?.metadata == ["country": "US"])
  }

  @Test func refusesALocationThatNobodyNamed() {
    let refusal = refusal { try give(address, to: "organizations/acme/locations/other", in: book()) }
    #expect(refusal?.reason == "LOCATION_UNKNOWN")
    #expect(refusal?.kind == .notFound)
  }

  // domain.md section 2: a paying customer needs one committed OCP, a trial none.
  @Test(arguments: [(false, 0, false), (false, 1, true), (true, 0, true)])
  func needsALicenceUnlessItIsATrial(isTrial: Bool, plans: Int, isAllowed: Bool) {
    let refusal = refusal { try give(address, in: book(isTrial: isTrial, plans: plans)) }
    #expect((refusal == nil) == isAllowed)
    if !isAllowed { #expect(refusal?.reason == "OUTBOUND_CALLING_PLAN_REQUIRED") }
  }

  @Test func givesTrialsTheNotice() {
    let paid = KnownOrganization(id: "acme", isTrial: false, outboundCallingPlans: 1)
    let trial = KnownOrganization(id: "acme", isTrial: true, outboundCallingPlans: 0)
    #expect(LookUpAnswers.notice(for: paid).isEmpty)
    #expect(LookUpAnswers.notice(for: trial).contains("must not be placed"))
  }

  @Test func subjectsAreReadAsTheyAreWritten() throws {
    let number = try #require(TelephoneNumber(digits: 12_015_550_123))
    let subjects: [AddressSubject] = [
      .location(name), .number(number, organization: "acme"), .user("ada", organization: "acme"),
    ]
    for subject in subjects {
      #expect(try AddressSubject(addressName: subject.addressName, field: "name") == subject)
      #expect(subject.organization == "acme")
    }
    for path in [
      "organizations/acme/numbers/ada", "organizations/acme/desks/1", "organizations/acme/users",
      "organizations/acme/users/a/b", "organizations/acme/users/A", "organizations//users/a", "",
      "organizations//acme/locations/x", "organizations/acme/locations/x/",
    ] {
      #expect(AddressSubject(path: path) == nil, "\(path)")
    }
  }

  private func refusal(_ body: () throws -> AddressRecord) -> Refusal? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? Refusal
    }
  }
}
