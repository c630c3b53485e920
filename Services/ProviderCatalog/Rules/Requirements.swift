import Telephony

/// What a country asks for an action, as far as it is the same for every order (domain.md section 7): the numbers and
/// the letter of agency are each order's own.
public struct Requirements: Sendable {
  /// Names of fields, and whether they must be given.
  public let fields: [(name: String, necessity: Necessity)]
  public let documents: [DocumentRule<String>]

  public init(_ action: RequirementGroup.Action, in country: Country) {
    switch action {
    case .newNumbers:
      fields = country.application.applicantFields.map { ($0.rawValue, .required) }
      documents = country.application.documents.map { $0.named($0.kind.rawValue) }
    case .portIn:
      fields = country.porting.fields.filter { $0.field != .telephoneNumbers }
        .map { ($0.field.rawValue, $0.necessity) }
      documents = country.porting.documents.filter { $0.kind != .letterOfAgency }
        .map { $0.named($0.kind.rawValue) }
    }
  }

  static let maximumCharacters = 500

  /// Every value that is wrong.
  func violations(_ values: [(field: String, text: String)], path: String) -> [Violation] {
    values.enumerated().compactMap { index, value in
      let place = "\(path)values[\(index)]"
      guard fields.contains(where: { $0.name == value.field }) else {
        return Violation(
          field: "\(place).field",
          reason: "NOT_ASKED_FOR",
          description: "It is not asked for. Asked for are \(fields.map(\.name).joined(separator: ", "))."
        )
      }
      guard !values[..<index].contains(where: { $0.field == value.field }) else {
        return Violation(field: "\(place).field", reason: "GIVEN_TWICE", description: "Give it once.")
      }
      guard value.text.contains(where: { !$0.isWhitespace }) else {
        return .required("\(place).text", "the value, or leave the field out")
      }
      guard !value.text.isPlainText(atMost: Self.maximumCharacters) else { return nil }
      return Violation(
        field: "\(place).text",
        reason: "INVALID_TEXT",
        description: "Give at most \(Self.maximumCharacters) characters, none of them a control character."
      )
    }
  }
}

extension DocumentRule {
  fileprivate func named(_ name: String) -> DocumentRule<String> {
    DocumentRule<String>(name, necessity: necessity, age: age, formats: formats)
  }
}
