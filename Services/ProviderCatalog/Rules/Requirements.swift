import Telephony

/// What a country asks for an action, as far as it is the same for every order (domain.md section 7): the numbers and
/// the letter of agency, what belongs to one number, and the address of the service are each order's own.
public struct Requirements: Sendable {
  /// Names of fields, and whether they must be given.
  public let fields: [(name: String, necessity: Necessity)]
  public let documents: [DocumentRule<String>]
  private let countryCode: String
  /// A port code belongs to one number, and the service is where the numbers are.
  private static let ordersOwn: Set<PortField> = [.telephoneNumbers, .rio, .serviceAddress]

  public init(_ action: RequirementGroup.Action, in country: Country) {
    countryCode = country.code
    switch action {
    case .newNumbers:
      fields = country.application.applicantFields.map { ($0.rawValue, .required) }
      documents = country.application.documents.map { $0.named($0.kind.rawValue) }
    case .portIn:
      fields = country.porting.fields.filter { !Self.ordersOwn.contains($0.field) }
        .map { ($0.field.rawValue, $0.necessity) }
      documents = country.porting.documents.filter { $0.kind != .letterOfAgency }
        .map { $0.named($0.kind.rawValue) }
    }
  }

  /// Every value that is wrong.
  func violations(
    _ values: [(field: String, text: String)],
    path: String,
    today: CivilDate
  ) -> [Violation] {
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
      return formViolation(value.field, value.text, today, "\(place).text")
    }
  }

  /// Identifiers with check digits are checked when they are filled in, not weeks later by an order.
  private func formViolation(
    _ name: String,
    _ text: String,
    _ today: CivilDate,
    _ field: String
  ) -> Violation? {
    if let port = PortField(rawValue: name) {
      return port.violation(text, country: countryCode, field: field)
    }
    return ApplicantField(rawValue: name)?
      .violation(text, country: countryCode, today: today, field: field)
  }
}

extension DocumentRule {
  fileprivate func named(_ name: String) -> DocumentRule<String> {
    DocumentRule<String>(name, necessity: necessity, age: age, formats: formats)
  }
}
