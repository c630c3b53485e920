import Telephony

/// A losing carrier that decides by the last four digits of a number, so that every outcome can be had on demand.
public enum SimulatedCarrier {
  /// What the carrier says of one number.
  public struct Answer: Hashable, Sendable {
    public let isPortable: Bool
    /// Reason code of domain.md section 5.1 when it would not let the number go, else empty.
    public let reason: String
    /// Name of the carrier.
    public let carrier: String
  }

  /// Reason codes by the last digit of numbers whose fourth digit from the end is 0: `0xx1` and so on.
  public static let reasons: [(lastDigit: UInt64, code: String)] = [
    (1, "TN_NOT_PORTABLE"),
    (2, "UNSUPPORTED_RATE_CENTER"),
    (3, "PENDING_ORDER"),
    (4, "TN_SPECIAL_FEATURE"),
    (5, "TN_MISMATCH"),
    (6, "MULTIPLE_BTNS"),
    (7, "PENDING_MAIN_BTN"),
    (9, "UNKNOWN"),
  ]

  /// The last digit that makes the carrier be out of order.
  public static let outageDigit: UInt64 = 8

  private static let carriers = [
    "Example Telephone", "Sample Wireless", "Specimen Cable", "Placeholder Voice",
  ]

  /// Whether a request that holds the number is not answered at all.
  public static func isOutage(_ number: TelephoneNumber) -> Bool {
    selector(number) == outageDigit
  }

  /// Whether it is not known at once whether a number can be ported: Australia and New Zealand (domain.md section 5).
  public static func takesTime(_ number: TelephoneNumber) -> Bool { [61, 64].contains(number.callingCode) }

  /// What the carrier says of a number; the same whenever it is asked.
  public static func answer(_ number: TelephoneNumber) -> Answer {
    let reason = selector(number).flatMap { digit in reasons.first { $0.lastDigit == digit }?.code }
    return Answer(isPortable: reason == nil, reason: reason ?? "", carrier: carrier(of: number))
  }

  /// The last digit of numbers of the form `0xxd`.
  private static func selector(_ number: TelephoneNumber) -> UInt64? {
    number.digits / 1_000 % 10 == 0 ? number.digits % 10 : nil
  }

  /// Numbers of one block of 10,000 belong to one carrier.
  private static func carrier(of number: TelephoneNumber) -> String {
    carriers[Int(number.digits / 10_000 % UInt64(carriers.count))]
  }

  /// The rules for people.
  public static var explanation: String {
    let lines = reasons.map { "  0xx\($0.lastDigit)  not portable, \($0.code)" }
    return """
      The last four digits of a number decide what the carrier says, always the same:
      \(lines.joined(separator: "\n"))
        0xx\(outageDigit)  the carrier is out of order: the whole call fails with UNAVAILABLE
        else  portable
      \(Behavior.explanation)
      """
  }
}
