import EmergencyAddressRules
import Telephony
import Testing

@Suite struct AddressChangeTests {
  private let name = "organizations/acme/locations/head-office"
  private let now = Instant(milliseconds: 1_795_435_200_000)
  private let address = CivicAddress(
    countryCode: "US",
    region: "NJ",
    city: "Jersey City",
    postalCode: "07302",
    street: "Main St",
    buildingNumber: "12"
  )

  @Test func beginsWithItsSyntax() throws {
    let set = try set(address, version: 4)
    #expect(set.progress == .syntax)
    #expect(set.version == 5)
    #expect(set.name == "organizations/acme/locations/head-office/emergencyAddress")
  }

  @Test func namesEveryWrongField() {
    let wrong = CivicAddress(countryCode: "US", region: "ZZ", postalCode: "7302")
    let fields = refusal { try set(wrong) }?.violations.map(\.field) ?? []
    #expect(
      Set(fields) == [
        "address.region", "address.city", "address.postal_code", "address.street", "address.building_number",
      ]
    )
  }

  @Test func refusesAnAddressInAnotherCountry() {
    let refusal = refusal {
      try set(address, location: KnownLocation(name: name, countryCode: "CA"))
    }
    #expect(refusal?.violations.map(\.reason) == ["ADDRESS_COUNTRY_MISMATCH"])
  }

  // Without the rules nothing can be said of an address, and "right" would be a guess.
  @Test func refusesACountryWithoutRules() {
    let refusal = refusal { try set(address, rules: nil) }
    #expect(refusal?.reason == "COUNTRY_NOT_SUPPORTED")
    #expect(refusal?.kind == .precondition)
    #expect(refusal?.metadata == ["country": "US"])
  }

  @Test func refusesALocationThatNobodyNamed() {
    let refusal = refusal { try set(address, location: nil) }
    #expect(refusal?.reason == "LOCATION_UNKNOWN")
    #expect(refusal?.kind == .notFound)
  }

  // domain.md section 2: a paying customer needs one committed OCP, a trial none.
  @Test(arguments: [(false, 0, false), (false, 1, true), (true, 0, true)])
  func needsALicenceUnlessItIsATrial(isTrial: Bool, plans: Int, isAllowed: Bool) {
    let organization = KnownOrganization(id: "acme", isTrial: isTrial, outboundCallingPlans: plans)
    let refusal = refusal { try set(address, organization: organization) }
    #expect((refusal == nil) == isAllowed)
    if !isAllowed { #expect(refusal?.reason == "OUTBOUND_CALLING_PLAN_REQUIRED") }
  }

  @Test func givesTrialsTheNotice() {
    let paid = KnownOrganization(id: "acme", isTrial: false, outboundCallingPlans: 1)
    let trial = KnownOrganization(id: "acme", isTrial: true, outboundCallingPlans: 0)
    #expect(LookUpAnswers.notice(for: paid).isEmpty)
    #expect(LookUpAnswers.notice(for: trial).contains("must not be placed"))
  }

  @discardableResult
  private func set(
    _ address: CivicAddress,
    location: KnownLocation? = KnownLocation(
      name: "organizations/acme/locations/head-office",
      countryCode: "US"
    ),
    rules: AddressRules? = AddressRules(
      fields: [.street, .buildingNumber, .city, .postalCode, .region].map { AddressFieldRule($0) },
      postalCodeForms: [PostalCodeForm("99999")].compactMap { $0 },
      postalCodeExample: "07302",
      regions: [Region(code: "NJ", displayName: "New Jersey")]
    ),
    organization: KnownOrganization? = KnownOrganization(id: "acme", isTrial: false, outboundCallingPlans: 1),
    version: Int64 = 0
  ) throws -> LocationAddress {
    try LocationAddress.set(
      address,
      locationName: name,
      location: location,
      rules: rules,
      organization: organization,
      currentVersion: version,
      now: now
    )
  }

  private func refusal(_ body: () throws -> LocationAddress) -> Refusal? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? Refusal
    }
  }
}
