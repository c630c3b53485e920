import CarrierSimulatorRules
import Telephony
import Testing

@Suite struct SimulatedCarrierTests {
  private func number(_ lastFour: UInt64) throws -> TelephoneNumber {
    try #require(TelephoneNumber(digits: 12_015_550_000 + lastFour))
  }

  @Test(arguments: [
    (1, "TN_NOT_PORTABLE"), (22, "UNSUPPORTED_RATE_CENTER"), (993, "PENDING_ORDER"), (9, "UNKNOWN"),
  ])
  func lastDigitsChooseTheReason(lastFour: UInt64, reason: String) throws {
    let answer = SimulatedCarrier.answer(try number(lastFour))
    #expect(!answer.isPortable)
    #expect(answer.reason == reason)
  }

  @Test(arguments: [0, 10, 1_001, 9_992] as [UInt64])
  func everyOtherNumberIsPortable(lastFour: UInt64) throws {
    let answer = SimulatedCarrier.answer(try number(lastFour))
    #expect(answer.isPortable && answer.reason.isEmpty && !answer.carrier.isEmpty)
  }

  @Test func outageIsOnDemand() throws {
    #expect(SimulatedCarrier.isOutage(try number(8)))
    #expect(SimulatedCarrier.isOutage(try number(128)))
    #expect(!SimulatedCarrier.isOutage(try number(1_008)))
  }

  @Test func explanationNamesEveryRule() {
    for (digit, code) in SimulatedCarrier.reasons {
      #expect(SimulatedCarrier.explanation.contains("0xx\(digit)  not portable, \(code)"))
    }
  }
}
