/// Kinds of documents that a country may ask for (domain.md section 7).
public enum DocumentKind: String, Hashable, Sendable, CaseIterable {
  /// Certificate of the company's registration or incorporation.
  case companyRegistration = "COMPANY_REGISTRATION"
  /// A utility bill or the like, not old.
  case proofOfAddress = "PROOF_OF_ADDRESS"
  /// Passport or ID card of the representative.
  case passportOrID = "PASSPORT_OR_ID"
  /// The country's own registration form.
  case registrationForm = "REGISTRATION_FORM"
  /// Something else that a reviewer asked for; no country asks for it by rule.
  case other = "OTHER"
}

/// How old a proof of address may be, counted from its upload (domain.md section 7).
public enum AddressProofAge: String, Hashable, Sendable, CaseIterable {
  case atMostThreeMonths = "AT_MOST_3_MONTHS"
  /// Germany.
  case lessThanThreeMonths = "LESS_THAN_3_MONTHS"

  /// Whether a proof of one day is young enough on another.
  public func accepts(issued: CivilDate, on day: CivilDate) -> Bool {
    let limit = issued.adding(months: 3)
    return switch self {
    case .atMostThreeMonths: day <= limit
    case .lessThanThreeMonths: day < limit
    }
  }
}
