import Telephony

/// The form of the names that people give to organizations and locations.
enum DisplayName {
  static let maximumCharacters = 100

  static func violations(_ text: String, field: String) -> [Violation] {
    guard text.contains(where: { !$0.isWhitespace }) else { return [.required(field, "a name for people")] }
    return text.isPlainText(atMost: maximumCharacters) ? [] : [.text(field, atMost: maximumCharacters)]
  }
}

extension Violation {
  static func idForm(_ field: String) -> Violation {
    Violation(field: field, reason: "INVALID_ID", description: "Give 1 to 63 of a-z, 0-9 and -, or nothing.")
  }
}
