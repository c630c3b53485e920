/// The forms that the identifiers of a port have, as far as they can be checked offline (domain.md section 5).
extension PortField {
  /// What is wrong with a value; nil when nothing is known to be.
  ///
  /// - Parameters:
  ///   - country: ISO 3166-1 alpha-2, whose rules ask for it.
  ///   - field: path of the field that has the value.
  public func violation(_ text: String, country: String, field: String) -> Violation? {
    guard text.isPlainText(atMost: Self.maximumCharacters), text.contains(where: { !$0.isWhitespace }) else {
      return Violation(
        field: field,
        reason: "INVALID_TEXT",
        description: "Give at most \(Self.maximumCharacters) characters, none of them a control character."
      )
    }
    guard let form = form(country), !form.isRight(text) else { return nil }
    let description = "It is not of the right form. Give \(form.words)."
    return Violation(field: field, reason: form.reason, description: description)
  }

  private static let maximumCharacters = 100

  private typealias Form = (reason: String, words: String, isRight: (String) -> Bool)

  private func form(_ country: String) -> Form? {
    switch self {
    case .accountNumber, .pin, .telephoneNumbers, .migrationCode, .serviceAddress: nil
    case .vatOrTaxID, .vatOrRegistrationNumber:
      (
        "INVALID_VAT_ID",
        "a VAT id that begins with \(VATIdentifier.prefix(of: country)) and has its check digits, or another "
          + "number of the company without these letters",
        { text in
          !text.hasPrefix(VATIdentifier.prefix(of: country))
            || VATIdentifier.isWellFormed(text, country: country)
        }
      )
    case .fiscalCode:
      ("INVALID_FISCAL_CODE", "the 16 characters of a codice fiscale", FiscalCode.isWellFormed)
    case .rio:
      ("INVALID_RIO", "the 12 characters that a call to 3179 tells", OperatorIdentityStatement.isWellFormed)
    case .siret: ("INVALID_SIRET", "the 14 digits of a SIRET", SIRET.isWellFormed)
    case .acnOrABN:
      (
        "INVALID_ACN_OR_ABN", "the 9 digits of an ACN or the 11 of an ABN",
        { AustralianCompanyNumber.isWellFormed($0) || AustralianBusinessNumber.isWellFormed($0) }
      )
    case .nzbn:
      ("INVALID_NZBN", "the 13 digits of an NZBN, which begin with 94", NewZealandBusinessNumber.isWellFormed)
    case .contactEmail: ("INVALID_EMAIL", "an e-mail address", { $0.isEmailAddress })
    }
  }
}
