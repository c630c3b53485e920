import Telephony

/// Who applies for the numbers of an assisted order. Personal data.
public struct Applicant: Hashable, Sendable {
  /// What was given, by field; empty texts count as not given.
  public var texts: [ApplicantField: String]
  public var address: CivicAddress?

  public init(texts: [ApplicantField: String], address: CivicAddress?) {
    self.texts = texts.filter { !$0.value.isEmpty }
    self.address = address
  }

  /// Everything that is missing or wrong; a field that is not asked for may be given, and then has to be right.
  ///
  /// - Parameters:
  ///   - country: of the location, in which the address has to lie.
  ///   - addressRules: of that country; nil when it has told none.
  ///   - path: the field of the request that holds the applicant.
  public func violations(
    terms: ApplicationTerms,
    country: String,
    addressRules: AddressRules? = nil,
    today: CivilDate,
    path: String
  ) -> [Violation] {
    ApplicantField.allCases.flatMap { field in
      if field == .address { return addressViolations(terms, country, addressRules, path) }
      guard let text = texts[field] else {
        return terms.applicantFields.contains(field)
          ? [.required("\(path).\(field.name)", field.meaning)] : []
      }
      let wrong = field.violation(text, country: country, today: today, field: "\(path).\(field.name)")
      return wrong.map { [$0] } ?? []
    }
  }

  private func addressViolations(
    _ terms: ApplicationTerms,
    _ country: String,
    _ rules: AddressRules?,
    _ path: String
  ) -> [Violation] {
    let path = "\(path).address"
    guard let address else {
      return terms.applicantFields.contains(.address) ? [.required(path, ApplicantField.address.meaning)] : []
    }
    // domain.md section 7: street, building number, postal code, city, country.
    let violations = [
      ("street", address.street), ("building_number", address.buildingNumber),
      ("postal_code", address.postalCode), ("city", address.city), ("country_code", address.countryCode),
    ]
    .compactMap { field, text in
      text.contains { !$0.isWhitespace }
        ? (text.isPlainText(atMost: 100) ? nil : Violation.text("\(path).\(field)", atMost: 100))
        : Violation.required("\(path).\(field)", "the \(field.replacing("_", with: " ")) of the address")
    }
    guard address.countryCode.isEmpty || address.countryCode == country else {
      // The forms of another country would only confuse.
      return violations + [
        Violation(
          field: "\(path).country_code",
          reason: "COUNTRY_MISMATCH",
          description: "The address has to lie in the country of the location, \(country)."
        )
      ]
    }
    let byCountry = rules.map { address.syntaxViolations(rules: $0, path: path) } ?? []
    return violations + byCountry.filter { found in !violations.contains { $0.field == found.field } }
  }
}

extension ApplicantField {
  /// The field of the API's message.
  var name: String { rawValue.lowercased() }
}
