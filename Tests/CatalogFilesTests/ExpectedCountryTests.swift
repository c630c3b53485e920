import Telephony
import Testing

/// Every country's rules against what domain.md says of it, with right and wrong examples.
@Suite struct ExpectedCountryTests {
  @Test func theCountriesAreThoseOfDomain() {
    #expect(CountryFolders.countries.keys.sorted() == ExpectedCountry.all.map(\.code).sorted())
    #expect(ExpectedCountry.all.count == 23)
  }

  @Test(arguments: ExpectedCountry.all)
  func newNumbersAreOrderedAsDomainSays(expected: ExpectedCountry) throws {
    let country = try #require(CountryFolders.countries[expected.code])
    let application = country.application
    #expect(country.ordering == expected.ordering)
    #expect(Set(application.applicantFields) == Set(expected.applicant))
    #expect(Set(application.documents.map(\.kind)) == Set(expected.documents))
    #expect(application.documents.first { $0.kind == .proofOfAddress }?.age == expected.proofAge)
    #expect(application.documents.allSatisfy { $0.necessity == .required })
    for document in application.documents where document.kind != .proofOfAddress {
      #expect(document.age == nil, "\(document.kind)")
    }
    let isNorthAmerica = ["US", "CA"].contains(expected.code)
    #expect(country.offersTollFree == isNorthAmerica)
    #expect(country.numberTypes == (isNorthAmerica ? [.local, .tollFree] : [.local, .national]))
    #expect(country.blockSizes == [10, 50, 100] && country.maximumNumbersPerOrder == 100)
    let review = application.reviewBusinessDays
    #expect(review == (isNorthAmerica || expected.code == "IT" ? nil : 5...7) || isNorthAmerica)
    let isAustralasia = ["AU", "NZ"].contains(expected.code)
    #expect(country.address.needsInformation == isAustralasia)
    if expected.ordering == .assisted { #expect(application.hasActionRequired == !isAustralasia) }
  }

  @Test(arguments: ExpectedCountry.all)
  func portsAskForWhatDomainSays(expected: ExpectedCountry) throws {
    let porting = try #require(CountryFolders.countries[expected.code]).porting
    #expect(Set(porting.fields.map(\.field)) == Set(expected.portFields))
    #expect(Set(porting.documents.map(\.kind)) == Set(expected.portDocuments))
    // Domain.md section 7: CSR if available, PIN if one exists, ACN or ABN by carrier; all else always.
    for field in porting.fields {
      let expected: Necessity =
        switch field.field {
        case .pin: .ifAvailable
        case .acnOrABN, .nzbn: .byCarrier
        default: .required
        }
      #expect(field.necessity == expected, "\(field.field)")
    }
    for document in porting.documents {
      let isRecord = document.kind == .customerServiceRecord
      #expect(document.necessity == (isRecord ? .ifAvailable : .required), "\(document.kind)")
      // A bill at most 30 days, a proof of address at most 3 months, in Germany less than that.
      let age: DocumentAge? =
        switch document.kind {
        case .bill: .atMost30Days
        case .proofOfAddress, .proofOfNationalAddress:
          expected.code == "DE" ? .lessThan3Months : .atMost3Months
        default: nil
        }
      #expect(document.age == age, "\(document.kind)")
      #expect(document.kind != .bill || document.formats == [.pdf, .png])
    }
    let isNorthAmerica = ["US", "CA"].contains(expected.code)
    let isAustralasia = ["AU", "NZ"].contains(expected.code)
    #expect(porting.letter == (isNorthAmerica ? .signedHere : .countryForm))
    #expect(porting.answersAtOnce == !isAustralasia)
    #expect(porting.tellsCompletion == isAustralasia)
    #expect(porting.movesMessaging == (isAustralasia || isNorthAmerica))
    // 47 CFR 52.35, domain.md section 5.
    #expect(porting.cutOff?.text == (expected.code == "US" ? "13:00" : nil))
  }

  /// domain.md section 2: X11 services other than 911 are unsupported in the US and Canada, all else everywhere.
  @Test(arguments: ExpectedCountry.all)
  func limitsOfUseAreThoseOfDomain(expected: ExpectedCountry) throws {
    let limits = try #require(CountryFolders.countries[expected.code]).useLimits
    let isNorthAmerica = ["US", "CA"].contains(expected.code)
    #expect(Set(limits) == Set(UseLimit.allCases.filter { isNorthAmerica || $0 != .noX11But911 }))
    #expect(Set(limits).count == limits.count)
  }

  @Test(arguments: ExpectedCountry.all)
  func portsTakeAsLongAsDomainSays(expected: ExpectedCountry) throws {
    let porting = try #require(CountryFolders.countries[expected.code]).porting
    #expect(porting.types == expected.leadTimes.map(\.0))
    for (type, days, cutoff) in expected.leadTimes {
      let row = porting.schedule.leadTime(type, numbers: 1)
      #expect(row?.businessDays == days && row?.cancellationBusinessDays == cutoff)
    }
    for type in PortType.allCases where !porting.types.contains(type) {
      #expect(porting.schedule.leadTime(type, numbers: 1) == nil)
    }
    #expect(porting.hours.map { "\($0.startText)-\($0.endText)" } == expected.hours)
    #expect(porting.hasFixedHours == expected.hoursAreFixed)
  }

  @Test(arguments: ExpectedCountry.all)
  func postalCodesHaveTheCountrysForm(expected: ExpectedCountry) throws {
    let address = try #require(CountryFolders.countries[expected.code]).address
    for code in expected.goodPostalCodes { #expect(address.accepts(postalCode: code), "\(code)") }
    for code in expected.badPostalCodes { #expect(!address.accepts(postalCode: code), "\(code)") }
    let needsRegion = ["US", "CA", "AU", "IT"].contains(expected.code)
    let region = address.fields.first { $0.field == .region }?.necessity
    #expect(region == (needsRegion ? .required : .optional))
  }

  // domain.md sections 6 and 7: street, building number, postal code, city, country, and the region where it is asked.
  @Test(arguments: ExpectedCountry.all)
  func addressesSayWhatDomainAsks(expected: ExpectedCountry) throws {
    let rules = try #require(CountryFolders.countries[expected.code]).address
    let needsRegion = ["US", "CA", "AU", "IT"].contains(expected.code)
    let code = try #require(expected.goodPostalCodes.first)
    let region = rules.regions.first { rules.accepts(postalCode: code, region: $0.code) }
    var address = CivicAddress(
      countryCode: expected.code,
      region: needsRegion ? region?.code ?? "" : "",
      city: "City",
      postalCode: code,
      street: "Street",
      buildingNumber: "12"
    )
    #expect(address.syntaxViolations(rules: rules, path: "a") == [])
    address.postalCode = try #require(expected.badPostalCodes.first)
    #expect(address.syntaxViolations(rules: rules, path: "a").map(\.reason) == ["INVALID_POSTAL_CODE"])
    let empty = CivicAddress().syntaxViolations(rules: rules, path: "a")
    let asked = ["country_code", "street", "building_number", "city", "postal_code"]
    #expect(empty.map(\.field) == (asked + (needsRegion ? ["region"] : [])).map { "a.\($0)" })
    #expect(empty.allSatisfy { $0.reason == "REQUIRED" })
  }

  /// Numbers, carrier holds the range, working days: domain.md section 5, UK.
  @Test(arguments: [
    (1, 4, 7), (2, 7, 10), (30, 7, 10), (31, 10, 13), (150, 10, 13), (151, 17, 20), (5_000, 17, 20),
  ])
  func britishPortsDependOnCountAndDonor(count: Int, holder: Int, other: Int) throws {
    let schedule = try #require(CountryFolders.countries["GB"]).porting.schedule
    let days = Donor.allCases.map {
      schedule.leadTime(.standard, numbers: count, donor: $0)?.businessDays
    }
    #expect(days == [holder, other])
    let range = schedule.leadTime(.standard, numbers: count, isDirectDialIn: true, donor: .rangeHolder)
    #expect(range?.businessDays == (count > 150 ? 17 : 10))
    #expect(schedule.leadTime(.mixedOperator, numbers: count, donor: .rangeHolder)?.businessDays == 22)
  }

  @Test(arguments: ["US", "CA"])
  func northAmericanPortsOfManyNumbersTakeLonger(code: String) throws {
    let schedule = try #require(CountryFolders.countries[code]).porting.schedule
    #expect(schedule.leadTime(.standard, numbers: 50)?.businessDays == 2)
    #expect(schedule.leadTime(.standard, numbers: 51)?.businessDays == 5)
  }

  /// Area codes in one zone each, and 850, which lies in two.
  @Test(arguments: [
    ("US", "201", "America/New_York"), ("US", "312", "America/Chicago"), ("US", "808", "Pacific/Honolulu"),
    ("US", "602", "America/Phoenix"), ("US", "850", ""), ("US", "416", ""), ("CA", "416", "America/Toronto"),
    ("CA", "604", "America/Vancouver"), ("ES", "928", "Atlantic/Canary"), ("PT", "296", "Atlantic/Azores"),
  ])
  func areaCodesTellTheirTimeZone(code: String, areaCode: String, zone: String) throws {
    let zones = try #require(CountryFolders.countries[code]).numberTimeZones
    #expect(zones.first { $0.prefixes.contains(areaCode) }?.timeZone ?? "" == zone)
    #expect(Set(zones.flatMap(\.prefixes)).count == zones.flatMap(\.prefixes).count)
  }

  @Test func canadianPostalCodesBelongToTheirProvinces() throws {
    let address = try #require(CountryFolders.countries["CA"]).address
    #expect(address.accepts(postalCode: "K1A 0B1", region: "ON"))
    #expect(!address.accepts(postalCode: "K1A 0B1", region: "BC"))
    #expect(address.regions.count == 13)
    #expect(CountryFolders.countries["US"]?.address.regions.count == 56)
  }
}
