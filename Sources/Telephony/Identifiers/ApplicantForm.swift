/// The forms of what applicants for new numbers give (domain.md section 7).
extension ApplicantField {
  private static let maximumCharacters = 200

  /// What is wrong with a value; nil when nothing is known to be. The address is judged by its own rules.
  ///
  /// - Parameters:
  ///   - country: ISO 3166-1 alpha-2, whose rules ask for it.
  ///   - field: path of the field that has the value.
  public func violation(_ text: String, country: String, today: CivilDate, field: String) -> Violation? {
    guard text.isPlainText(atMost: Self.maximumCharacters) else {
      return .text(field, atMost: Self.maximumCharacters)
    }
    let isRight =
      switch self {
      case .contactPhone: TelephoneNumber(e164: text) != nil
      case .contactEmail: text.isEmailAddress
      case .vatID: VATIdentifier.isWellFormed(text, country: country)
      case .fiscalCode: FiscalCode.isWellFormed(text)
      case .birthDate: CivilDate(text).map { $0 < today } ?? false
      case .nationality: text.hasForm("AA")
      default: text.contains { !$0.isWhitespace }
      }
    return isRight ? nil : Violation(field: field, reason: reason, description: form)
  }

  /// What it is, in words that end a sentence.
  public var meaning: String {
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

  private var reason: String {
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

  private var form: String { "It is not of the right form. Give \(meaning)." }
}
