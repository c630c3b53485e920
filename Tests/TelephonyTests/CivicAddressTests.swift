import Telephony
import Testing

@Suite struct CivicAddressTests {
  let jersey = CivicAddress(
    countryCode: "US",
    region: "NJ",
    city: "Jersey City",
    postalCode: "07302",
    street: "Grand St",
    buildingNumber: "30",
    unit: "Floor 2"
  )
  let toronto = CivicAddress(
    countryCode: "CA",
    region: "ON",
    city: "Toronto",
    postalCode: "M5V 2T6",
    street: "Front St W",
    buildingNumber: "301"
  )

  @Test func rightFormsPass() {
    #expect(jersey.syntaxViolations(path: "address").isEmpty)
    #expect(toronto.syntaxViolations(path: "address").isEmpty)
  }

  @Test func everyWrongFieldIsNamed() {
    let violations = CivicAddress(countryCode: "US", region: "ZZ", postalCode: "7302", buildingNumber: "x")
      .syntaxViolations(path: "address")
    #expect(
      violations.map { "\($0.field) \($0.reason)" } == [
        "address.city REQUIRED", "address.street REQUIRED", "address.region INVALID_REGION",
        "address.postal_code INVALID_POSTAL_CODE", "address.building_number INVALID_BUILDING_NUMBER",
      ]
    )
  }

  @Test(arguments: ["M5V2T6", "m5v 2t6", "D5V 2T6", "M5O 2T6", "V5V 2T6", "M5V 2T6 "])
  func canadianPostalCodes(code: String) {
    var address = toronto
    address.postalCode = code
    #expect(address.syntaxViolations(path: "a").map(\.reason) == ["INVALID_POSTAL_CODE"])
  }

  @Test func otherCountriesAreRefusedByName() {
    #expect(
      CivicAddress(countryCode: "FR").syntaxViolations(path: "a").map(\.reason) == ["COUNTRY_NOT_SUPPORTED"]
    )
    #expect(CivicAddress().syntaxViolations(path: "a").map(\.field) == ["a.country_code"])
  }
}
