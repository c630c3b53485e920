import Telephony

/// The person who signs the contract for a location. Personal data.
public struct ContractContact: Hashable, Sendable {
  public var givenName: String
  public var familyName: String
  public var email: String
  /// E.164.
  public var phoneNumber: String

  /// Takes what the caller gave; nothing is checked.
  public init(givenName: String, familyName: String, email: String, phoneNumber: String) {
    self.givenName = givenName
    self.familyName = familyName
    self.email = email
    self.phoneNumber = phoneNumber
  }

  static let maximumNameCharacters = 100

  /// Every field that is wrong.
  func violations(path: String) -> [Violation] {
    [
      nameViolation(givenName, "\(path).given_name", "the signatory's first name"),
      nameViolation(familyName, "\(path).family_name", "the signatory's last name"),
      emailViolation("\(path).email"),
      phoneNumberViolation("\(path).phone_number"),
    ].compactMap { $0 }
  }

  private func nameViolation(_ text: String, _ field: String, _ what: String) -> Violation? {
    guard text.contains(where: { !$0.isWhitespace }) else { return .required(field, what) }
    let limit = Self.maximumNameCharacters
    return text.isPlainText(atMost: limit) ? nil : .text(field, atMost: limit)
  }

  private func emailViolation(_ field: String) -> Violation? {
    guard !email.isEmpty else { return .required(field, "the signatory's e-mail address") }
    guard !email.isEmailAddress else { return nil }
    return Violation(
      field: field,
      reason: "INVALID_EMAIL",
      description: "It has not the form name@example.com. Correct it."
    )
  }

  private func phoneNumberViolation(_ field: String) -> Violation? {
    guard !phoneNumber.isEmpty else { return .required(field, "the signatory's telephone number") }
    guard TelephoneNumber(e164: phoneNumber) == nil else { return nil }
    return Violation(
      field: field,
      reason: "INVALID_PHONE_NUMBER",
      description: "It is not E.164. Give a plus sign and 7 to 15 digits, as +12015550123."
    )
  }
}
