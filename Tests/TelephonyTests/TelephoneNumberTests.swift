import Testing

@testable import Telephony

@Suite struct TelephoneNumberTests {
  @Test func readsStrictE164() throws {
    let number = try #require(TelephoneNumber(e164: "+12015550123"))
    #expect(number.digits == 12_015_550_123)
    #expect(number.e164 == "+12015550123")
    #expect(number.resourceName == "numbers/12015550123")
    #expect(try TelephoneNumber(resourceName: number.resourceName, field: "name") == number)
  }

  @Test(arguments: [
    "", "+", "12015550123", "+1201555O123", "+1 201 555 0123", "+02015550123", "+123456", "+1234567890123456",
    "++12015550123", "+12015550123\0", "+１２０１５５５０１２３",
  ])
  func refusesWhatIsNotStrictE164(text: String) {
    #expect(TelephoneNumber(e164: text) == nil)
  }

  @Test func refusalNamesFieldAndReason() throws {
    let refusal = try #require(throws: Refusal.self) {
      _ = try TelephoneNumber(parsing: "+1201555", field: "phone_number")
    }
    #expect(refusal.kind == .invalid)
    #expect(refusal.reason == "INVALID_PHONE_NUMBER")
    #expect(refusal.violations.first?.field == "phone_number")
  }

  @Test func libphonenumberReadsWhatPeopleWrite() throws {
    #expect(
      try TelephoneNumber(parsing: "(201) 555-0123", countryCode: "US", field: "n").e164 == "+12015550123"
    )
    #expect(
      try TelephoneNumber(parsing: "06 12345678", countryCode: "IT", field: "n").e164 == "+390612345678"
    )
    #expect(throws: Refusal.self) { try TelephoneNumber(parsing: "+19115550123", field: "n") }
    #expect(throws: Refusal.self) { try TelephoneNumber(parsing: "pizza", field: "n") }
  }

  @Test func metadataKnowsCountryTypeAndArea() throws {
    let jersey = try #require(TelephoneNumber(e164: "+12015550123")?.metadata)
    #expect(jersey == NumberMetadata(isValid: true, countryCode: "US", type: .local, areaCodeLength: 3))
    #expect(TelephoneNumber(e164: "+14165550123")?.metadata?.countryCode == "CA")
    #expect(TelephoneNumber(e164: "+18005550123")?.metadata?.type == .tollFree)
    #expect(TelephoneNumber(e164: "+4915112345678")?.metadata?.type == .mobile)
  }

  @Test func northAmericanFormatIsThatOfLibphonenumber() throws {
    for digits in stride(from: UInt64(12_012_000_000), to: 19_999_999_999, by: 37_000_411) {
      let number = try #require(TelephoneNumber(digits: digits))
      guard number.metadata?.isValid == true else { continue }
      #expect(number.nationalFormat == number.libphonenumberFormat)
    }
    #expect(TelephoneNumber(e164: "+442079460018")?.nationalFormat == "020 7946 0018")
  }

  @Test(arguments: [("+12015550123", 1), ("+442079460018", 44), ("+35312345678", 353), ("+74951234567", 7)])
  func callingCode(text: String, code: Int) {
    #expect(TelephoneNumber(e164: text)?.callingCode == code)
  }

  @Test func rangesAndBlocksKeepTheirBounds() throws {
    let first = try #require(TelephoneNumber(digits: 12_015_550_000))
    let block = try #require(NumberBlock(first: first))
    #expect(block.number(at: 123).e164 == "+12015550123")
    #expect(NumberBlock.offset(of: block.number(at: 123)) == 123)
    #expect(NumberBlock(first: block.number(at: 10)) == nil)
    let range = try #require(NumberRange(first: first, count: 10))
    #expect(range.map(\.digits) == Array(12_015_550_000..<12_015_550_010))
    #expect(range.contains(range.last))
    #expect(!range.contains(block.number(at: 10)))
    #expect(NumberRange(first: TelephoneNumber(unchecked: 999_999_999_999_999), count: 2) == nil)
  }
}
