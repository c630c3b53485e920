import Telephony

/// The form of the names that people give to organizations and locations.
enum DisplayName {
  static let maximumCharacters = 100

  static func violations(_ text: String, field: String) -> [Violation] {
    guard text.contains(where: { !$0.isWhitespace }) else { return [.required(field, "a name for people")] }
    guard text.isPlainText(atMost: maximumCharacters) else {
      return [
        Violation(
          field: field,
          reason: "INVALID_TEXT",
          description: "Give at most \(maximumCharacters) characters, none of them a control character."
        )
      ]
    }
    return []
  }
}

extension String {
  /// Whether it has at most so many characters, and no control characters.
  func isPlainText(atMost limit: Int) -> Bool {
    count <= limit && !unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
  }
}

extension Violation {
  static func idForm(_ field: String) -> Violation {
    Violation(field: field, reason: "INVALID_ID", description: "Give 1 to 63 of a-z, 0-9 and -, or nothing.")
  }
}
