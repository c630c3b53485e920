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

  static let maximumCharacters = 200

  /// Everything that is missing or wrong; a field that is not asked for may be given, and then has to be right.
  ///
  /// - Parameters:
  ///   - country: of the location, in which the address has to lie.
  ///   - path: the field of the request that holds the applicant.
  public func violations(
    terms: ApplicationTerms,
    country: String,
    today: CivilDate,
    path: String
  ) -> [Violation] {
    ApplicantField.allCases.flatMap { field in
      if field == .address { return addressViolations(terms, country, path) }
      guard let text = texts[field] else {
        return terms.applicantFields.contains(field)
          ? [.required("\(path).\(field.name)", field.meaning)] : []
      }
      return [problem(field, text, country, today, "\(path).\(field.name)")].compactMap { $0 }
    }
  }

  private func problem(
    _ field: ApplicantField,
    _ text: String,
    _ country: String,
    _ today: CivilDate,
    _ path: String
  ) -> Violation? {
    guard text.isPlainText(atMost: Self.maximumCharacters) else {
      return .text(path, atMost: Self.maximumCharacters)
    }
    let isRight =
      switch field {
      case .contactPhone: TelephoneNumber(e164: text) != nil
      case .contactEmail: text.isEmailAddress
      case .vatID: VATIdentifier.isWellFormed(text, country: country)
      case .fiscalCode: FiscalCode.isWellFormed(text)
      case .birthDate: CivilDate(text).map { $0 < today } ?? false
      case .nationality: text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5a).contains($0) }
      default: text.contains { !$0.isWhitespace }
      }
    return isRight ? nil : Violation(field: path, reason: field.reason, description: field.form)
  }

  private func addressViolations(
    _ terms: ApplicationTerms,
    _ country: String,
    _ path: String
  ) -> [Violation] {
    let path = "\(path).address"
    guard let address else {
      return terms.applicantFields.contains(.address) ? [.required(path, ApplicantField.address.meaning)] : []
    }
    // domain.md section 7: street, building number, postal code, city, country.
    var violations = [
      ("street", address.street), ("building_number", address.buildingNumber),
      ("postal_code", address.postalCode), ("city", address.city), ("country_code", address.countryCode),
    ]
    .compactMap { field, text in
      text.contains { !$0.isWhitespace }
        ? (text.isPlainText(atMost: 100) ? nil : Violation.text("\(path).\(field)", atMost: 100))
        : Violation.required("\(path).\(field)", "the \(field.replacing("_", with: " ")) of the address")
    }
    if !address.countryCode.isEmpty, address.countryCode != country {
      violations.append(
        Violation(
          field: "\(path).country_code",
          reason: "COUNTRY_MISMATCH",
          description: "The address has to lie in the country of the location, \(country)."
        )
      )
    }
    return violations
  }
}

extension ApplicantField {
  /// The field of the API's message.
  var name: String { rawValue.lowercased() }

  fileprivate var meaning: String {
    switch self {
    case .representativeName: "the name of the legal representative"
    case .contactPhone: "the contact's telephone number, E.164"
    case .contactEmail: "the contact's e-mail address"
    case .companyName: "the name of the company"
    case .vatID: "the VAT id with its country's prefix"
    case .fiscalCode: "the fiscal code of the authorizing person"
    case .birthDate: "the day of birth, as 1970-12-31"
    case .birthPlace: "the place of birth"
    case .gender: "the gender as the passport or ID card has it"
    case .nationality: "the nationality, as two upper-case letters"
    case .serviceDescription: "what the numbers will be used for"
    case .address: "the address at which the numbers are used; it has to lie in their area"
    }
  }

  fileprivate var reason: String {
    switch self {
    case .contactPhone: "INVALID_PHONE_NUMBER"
    case .contactEmail: "INVALID_EMAIL"
    case .vatID: "INVALID_VAT_ID"
    case .fiscalCode: "INVALID_FISCAL_CODE"
    case .birthDate: "INVALID_DATE"
    case .nationality: "INVALID_COUNTRY_CODE"
    default: "INVALID_TEXT"
    }
  }

  fileprivate var form: String { "It is not of the right form. Give \(meaning)." }
}

extension String {
  /// Only mail that arrives proves an address, so this finds slips of the hand and no more.
  fileprivate var isEmailAddress: Bool {
    let parts = split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".")
      && !parts[1].hasSuffix(".") && !contains(where: \.isWhitespace)
  }
}
