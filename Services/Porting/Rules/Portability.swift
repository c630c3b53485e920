import Telephony

/// Whether one number can be ported.
public struct NumberPortability: Hashable, Sendable, Codable {
  public enum Answer: Int, Hashable, Sendable, Codable {
    case portable = 1
    case notPortable = 2
    /// The losing carrier takes time to answer.
    case pending = 3
  }

  /// What became of it.
  public enum Outcome: Int, Hashable, Sendable, Codable {
    case none = 0
    case ported = 1
    case notPorted = 2
    case snappedBack = 3
    case removed = 4
  }

  /// As the caller gave it, or E.164 when it is a number.
  public let phoneNumber: String
  public let answer: Answer
  /// Reason code when it cannot be ported, or was not, else empty.
  public internal(set) var reason: String
  /// What to do when it cannot be ported, or was not, else empty.
  public internal(set) var fix: String
  /// The carrier that has it now; empty when nobody was asked.
  public let losingCarrier: String
  public internal(set) var outcome = Outcome.none
  /// What technical support noted when it found that the number can be ported all the same; nil when it did not.
  public internal(set) var reviewNote: String?

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

extension NumberPortability {
  static func pending(_ number: TelephoneNumber, losingCarrier: String) -> NumberPortability {
    NumberPortability(
      phoneNumber: number.e164,
      answer: .pending,
      reason: "PORTABILITY_PENDING",
      fix: "The losing carrier takes time to answer. Wait; the order is updated by itself.",
      losingCarrier: losingCarrier
    )
  }

  /// Whether it is the word of the losing carrier that keeps it, and not what is known here.
  var isReviewable: Bool {
    answer == .pending || answer == .notPortable && PortRejection(rawValue: reason) != nil
  }

  /// The number as technical support found it: the losing carrier is not asked about it again.
  func reviewed(_ note: String) -> NumberPortability {
    var number = NumberPortability(
      phoneNumber: phoneNumber,
      answer: .portable,
      reason: "",
      fix: "",
      losingCarrier: losingCarrier
    )
    number.reviewNote = note
    return number
  }

  /// The number after it was asked about again. What it has in the order stays where nothing is new.
  func renewed(_ answer: NumberPortability) -> NumberPortability {
    // Who answers later is not to take back what it answered.
    let isNews = answer.answer != .pending || self.answer == .pending
    let isSame = answer.answer == self.answer && answer.losingCarrier == losingCarrier
    if reviewNote != nil || !isNews || isSame && self.answer == .portable { return self }
    return answer
  }

  mutating func end(_ outcome: Outcome, reason: String = "") {
    self.outcome = outcome
    self.reason = reason
    fix = reason.isEmpty ? "" : PortRejection(code: reason).fix
  }
}

/// What the carrier said of one number.
public struct CarrierAnswer: Hashable, Sendable {
  public var isPortable: Bool
  /// Reason code when it would not let the number go.
  public var reason: String
  public var carrier: String
  /// Whether the answer is not known yet.
  public var isPending: Bool

  public init(isPortable: Bool, reason: String, carrier: String, isPending: Bool = false) {
    self.isPending = isPending
    self.isPortable = isPortable
    self.reason = reason
    self.carrier = carrier
  }
}
