/// What a country may ask of who applies for new numbers (domain.md section 7).
public enum ApplicantField: String, Hashable, Sendable, CaseIterable {
  case representativeName = "REPRESENTATIVE_NAME"
  case contactPhone = "CONTACT_PHONE"
  case contactEmail = "CONTACT_EMAIL"
  case companyName = "COMPANY_NAME"
  case vatID = "VAT_ID"
  case fiscalCode = "FISCAL_CODE"
  case birthDate = "BIRTH_DATE"
  case birthPlace = "BIRTH_PLACE"
  case gender = "GENDER"
  case nationality = "NATIONALITY"
  case serviceDescription = "SERVICE_DESCRIPTION"
  /// The address at which the numbers are used, which lies in their area.
  case address = "ADDRESS"
}
