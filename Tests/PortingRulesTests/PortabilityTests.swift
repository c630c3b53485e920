import PortingRules
import Telephony
import Testing

@Suite struct PortabilityTests {
  private let site = LocationFacts(countryCode: "US", connection: .callingPlan, takesTollFree: true)

  @Test func answersComeInTheOrderAskedAndEachNumberIsAskedOnce() throws {
    let texts = ["+12015550123", "2015550123", "+12015550124", "+12015550123"]
    let check = PortabilityCheck(phoneNumbers: texts, location: site)
    let numbers = try texts.prefix(3).filter { $0.hasPrefix("+") }.map {
      try #require(TelephoneNumber(e164: $0))
    }
    #expect(check.numbersToAsk == numbers)
    let result = check.result(answers: [
      numbers[0]: CarrierAnswer(isPortable: true, reason: "", carrier: "One"),
      numbers[1]: CarrierAnswer(isPortable: false, reason: "PENDING_ORDER", carrier: "Two"),
    ])
    #expect(result.map(\.phoneNumber) == texts)
    #expect(result.map(\.answer) == [.portable, .notPortable, .notPortable, .portable])
    #expect(result.map(\.reason) == ["", "INVALID_PHONE_NUMBER", "PENDING_ORDER", ""])
    #expect(result.allSatisfy { ($0.answer == .notPortable) == !$0.fix.isEmpty })
  }

  @Test func numberWithoutAnswerAndUnknownReasonAreNoSuccess() throws {
    let number = try #require(TelephoneNumber(e164: "+12015550123"))
    let check = PortabilityCheck(phoneNumbers: [number.e164], location: site)
    #expect(check.result(answers: [:]).map(\.reason) == ["UNKNOWN"])
    let answer = CarrierAnswer(isPortable: false, reason: "WHATEVER", carrier: "One")
    #expect(check.result(answers: [number: answer]).map(\.reason) == ["UNKNOWN"])
  }

  @Test func tollFreeGoesToTheUSAndCanadaOnly() {
    let elsewhere = LocationFacts(countryCode: "DE", connection: .callingPlan)
    let tollFree = ["+18005550123"]
    #expect(PortabilityCheck(phoneNumbers: tollFree, location: site).numbersToAsk.count == 1)
    let check = PortabilityCheck(phoneNumbers: tollFree, location: elsewhere)
    #expect(check.numbersToAsk.isEmpty)
    #expect(check.result(answers: [:]).map(\.reason) == ["TOLL_FREE_UNAVAILABLE"])
  }

  /// domain.md section 5: technical support can review what is not portable further.
  @Test func whatTheCarrierKeepsCanBeReviewed() throws {
    let number = try #require(TelephoneNumber(e164: "+12015550123"))
    let check = PortabilityCheck(phoneNumbers: [number.e164, "abc"], location: site)
    let answer = CarrierAnswer(isPortable: false, reason: "TN_NOT_PORTABLE", carrier: "One")
    #expect(check.result(answers: [number: answer]).map { $0.fix.contains("(PTS)") } == [true, false])
  }

  @Test func otherPlansAreNotPorted() {
    let check = PortabilityCheck(phoneNumbers: ["+442079460018"], location: site)
    #expect(check.result(answers: [:]).map(\.reason) == ["COUNTRY_MISMATCH"])
  }

  @Test(arguments: PortRejection.allCases)
  func everyRejectionHasItsFix(rejection: PortRejection) {
    #expect(!rejection.fix.isEmpty)
    #expect(PortRejection(code: rejection.rawValue) == rejection)
  }
}
