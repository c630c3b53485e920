import Telephony

/// Whether one number can be ported.
public struct NumberPortability: Hashable, Sendable {
  public enum Answer: Int, Hashable, Sendable {
    case portable = 1
    case notPortable = 2
  }

  /// As the caller gave it, or E.164 when it is a number.
  public let phoneNumber: String
  public let answer: Answer
  /// Reason code when it cannot be ported, else empty.
  public let reason: String
  /// What to do when it cannot be ported, else empty.
  public let fix: String
  /// The carrier that has it now; empty when nobody was asked.
  public let losingCarrier: String

  public init(phoneNumber: String, answer: Answer, reason: String, fix: String, losingCarrier: String) {
    self.phoneNumber = phoneNumber
    self.answer = answer
    self.reason = reason
    self.fix = fix
    self.losingCarrier = losingCarrier
  }

  static func portable(_ number: TelephoneNumber, losingCarrier: String) -> NumberPortability {
    NumberPortability(
      phoneNumber: number.e164,
      answer: .portable,
      reason: "",
      fix: "",
      losingCarrier: losingCarrier
    )
  }

  static func notPortable(_ text: String, _ reason: String, _ fix: String, losingCarrier: String = "")
    -> NumberPortability
  {
    NumberPortability(
      phoneNumber: text,
      answer: .notPortable,
      reason: reason,
      fix: fix,
      losingCarrier: losingCarrier
    )
  }
}

/// What the carrier said of one number.
public struct CarrierAnswer: Hashable, Sendable {
  public var isPortable: Bool
  /// Reason code when it would not let the number go.
  public var reason: String
  public var carrier: String

  public init(isPortable: Bool, reason: String, carrier: String) {
    self.isPortable = isPortable
    self.reason = reason
    self.carrier = carrier
  }
}
