import Telephony
import Testing

@Suite struct CivicAddressTests {
  private static let canada = AddressRules(
    fields: [
      AddressFieldRule(.street), AddressFieldRule(.buildingNumber), AddressFieldRule(.city),
      AddressFieldRule(.postalCode), AddressFieldRule(.region), AddressFieldRule(.unit, .optional),
    ],
    postalCodeForms: [PostalCodeForm("A9A 9A9")].compactMap { $0 },
    postalCodeExample: "K1A 0B1",
    regions: [
      Region(code: "ON", displayName: "Ontario", postalPrefixes: ["K", "L", "M", "N", "P"]),
      Region(code: "BC", displayName: "British Columbia", postalPrefixes: ["V"]),
    ]
  )

  private let toronto = CivicAddress(
    countryCode: "CA",
    region: "ON",
    city: "Toronto",
    postalCode: "M5V 2T6",
    street: "Front St W",
    buildingNumber: "301",
    unit: "Floor 2"
  )

  private func problems(_ address: CivicAddress, _ rules: AddressRules = canada) -> [String] {
    address.syntaxViolations(rules: rules, path: "a").map { "\($0.field) \($0.reason)" }
  }

  @Test func aRightFormPasses() {
    #expect(problems(toronto).isEmpty)
  }

  @Test func everyWrongFieldIsNamed() {
    let wrong = CivicAddress(
      region: "ZZ",
      city: " ",
      postalCode: "7302",
      buildingNumber: "x",
      unit: "Floor\u{7}2"
    )
    #expect(
      problems(wrong) == [
        "a.country_code REQUIRED", "a.street REQUIRED", "a.building_number INVALID_BUILDING_NUMBER",
        "a.city REQUIRED", "a.postal_code INVALID_POSTAL_CODE", "a.region INVALID_REGION",
        "a.unit INVALID_TEXT",
      ]
    )
  }

  @Test(arguments: ["M5V2T6", "m5v 2t6", "55V 2T6", "V5V 2T6", "M5V 2T6 "])
  func postalCodesHaveTheFormOfTheCountryAndTheRegion(code: String) {
    var address = toronto
    address.postalCode = code
    #expect(problems(address) == ["a.postal_code INVALID_POSTAL_CODE"])
  }

  @Test func saysWhatTheRegionsCodesBeginWith() {
    var address = toronto
    address.postalCode = "V5V 2T6"
    let description = address.syntaxViolations(rules: Self.canada, path: "a").first?.description ?? ""
    #expect(description.hasPrefix("Postal codes of ON begin with K or L or M or N or P."))
  }

  // NENA 02-014; the limits hold for what may be left out, too.
  @Test func textsHaveALimit() {
    var address = toronto
    address.unit = String(repeating: "x", count: 60)
    #expect(problems(address).isEmpty)
    address.unit += "x"
    #expect(problems(address) == ["a.unit INVALID_TEXT"])
  }

  @Test func whatACountryDoesNotAskForMayBeLeftOut() {
    let rules = AddressRules(
      fields: [AddressFieldRule(.city), AddressFieldRule(.region, .optional)],
      postalCodeForms: [],
      postalCodeExample: ""
    )
    #expect(problems(CivicAddress(countryCode: "XX", city: "Town"), rules).isEmpty)
    let full = CivicAddress(countryCode: "XX", region: "Any", city: "Town", postalCode: "1-2")
    #expect(problems(full, rules).isEmpty)
  }
}
