import Telephony

/// Somebody who is told of emergency calls from a location (47 CFR 9.16). Personal data.
public struct NotificationContact: Hashable, Sendable {
  public var displayName: String
  public var email: String
  /// E.164; empty when there is none.
  public var phoneNumber: String

  public init(displayName: String, email: String, phoneNumber: String) {
    self.displayName = displayName
    self.email = email
    self.phoneNumber = phoneNumber
  }

  private static let most = 20

  /// What is wrong with a list of contacts, field by field.
  public static func violations(_ contacts: [NotificationContact]) -> [Violation] {
    guard contacts.count <= most else {
      return [
        Violation(
          field: "contacts",
          reason: "TOO_MANY_CONTACTS",
          description: "At most \(most) are told. Give a distribution list."
        )
      ]
    }
    return contacts.enumerated().flatMap { index, contact in contact.violations("contacts[\(index)]") }
  }

  private func violations(_ path: String) -> [Violation] {
    var violations: [Violation] = []
    if displayName.allSatisfy(\.isWhitespace) || displayName.count > 100 {
      violations.append(.required("\(path).display_name", "a name of at most 100 characters"))
    }
    if email.isEmpty, phoneNumber.isEmpty {
      violations.append(.required("\(path).email", "an e-mail address or a telephone number"))
    }
    if !email.isEmpty, !email.isEmailAddress {
      violations.append(
        Violation(
          field: "\(path).email",
          reason: "INVALID_EMAIL",
          description: "It is no e-mail address. Give one such as desk@example.com."
        )
      )
    }
    if !phoneNumber.isEmpty, TelephoneNumber(e164: phoneNumber) == nil {
      violations.append(
        Violation(
          field: "\(path).phone_number",
          reason: "INVALID_PHONE_NUMBER",
          description: "It is not E.164. Give a plus sign and 7 to 15 digits, as +12015550123."
        )
      )
    }
    return violations
  }
}
