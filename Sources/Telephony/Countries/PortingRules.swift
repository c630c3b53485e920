/// What a country asks of a port in, and when it is carried out (domain.md sections 5 and 7).
public struct PortingRules: Hashable, Sendable {
  /// Types of ports.
  public var types: [PortType]
  public var schedule: PortSchedule
  /// When ports are carried out, local time of the location, Monday to Friday without public holidays.
  public var hours: [LocalHours]
  /// Whether the hours are the country's; otherwise they are the carriers' business hours.
  public var hasFixedHours: Bool
  /// Whether portability is answered with the call that asks; otherwise later.
  public var answersAtOnce: Bool
  /// Whether messaging moves with calling unless support is asked otherwise.
  public var movesMessaging: Bool
  /// Whether administrators are told by e-mail when a port completes.
  public var tellsCompletion: Bool
  public var letter: LetterForm
  public var fields: [PortFieldRule]
  public var documents: [DocumentRule<PortDocument>]
  /// From when on a request counts as received on the next business day; nil for no such time.
  public var cutOff: LocalTime?

  public init(
    types: [PortType],
    schedule: PortSchedule,
    hours: [LocalHours],
    hasFixedHours: Bool,
    answersAtOnce: Bool,
    movesMessaging: Bool,
    tellsCompletion: Bool,
    letter: LetterForm,
    fields: [PortFieldRule],
    documents: [DocumentRule<PortDocument>],
    cutOff: LocalTime? = nil
  ) {
    self.types = types
    self.schedule = schedule
    self.hours = hours
    self.hasFixedHours = hasFixedHours
    self.answersAtOnce = answersAtOnce
    self.movesMessaging = movesMessaging
    self.tellsCompletion = tellsCompletion
    self.letter = letter
    self.fields = fields
    self.documents = documents
    self.cutOff = cutOff
  }
}

/// How a letter of agency is signed.
public enum LetterForm: String, Hashable, Sendable, CaseIterable {
  /// Here, with first name, last name and job title.
  case signedHere = "SIGNED_HERE"
  /// On the country's own form, which is uploaded.
  case countryForm = "COUNTRY_FORM"
}

/// Something that a port in may have to say.
public enum PortField: String, Hashable, Sendable, CaseIterable {
  case accountNumber = "ACCOUNT_NUMBER"
  case pin = "PIN"
  case telephoneNumbers = "TELEPHONE_NUMBERS"
  case vatOrTaxID = "VAT_OR_TAX_ID"
  case vatOrRegistrationNumber = "VAT_OR_REGISTRATION_NUMBER"
  case fiscalCode = "FISCAL_CODE"
  case migrationCode = "MIGRATION_CODE"
  case rio = "RIO"
  case siret = "SIRET"
  case acnOrABN = "ACN_OR_ABN"
  case nzbn = "NZBN"
  case contactEmail = "CONTACT_EMAIL"
  /// Where the service is: where the letter of agency names an address.
  case serviceAddress = "SERVICE_ADDRESS"
}

/// Whether a port in has to say something.
public struct PortFieldRule: Hashable, Sendable {
  public var field: PortField
  public var necessity: Necessity

  public init(_ field: PortField, _ necessity: Necessity = .required) {
    self.field = field
    self.necessity = necessity
  }
}

/// Kinds of documents that a port in may need.
public enum PortDocument: String, Hashable, Sendable, CaseIterable {
  case letterOfAgency = "LETTER_OF_AGENCY"
  case bill = "BILL"
  case customerServiceRecord = "CUSTOMER_SERVICE_RECORD"
  /// Of the address in the area of the numbers.
  case proofOfAddress = "PROOF_OF_ADDRESS"
  /// Of any address in the country.
  case proofOfNationalAddress = "PROOF_OF_NATIONAL_ADDRESS"
  case passportOrID = "PASSPORT_OR_ID"
  case companyRegistration = "COMPANY_REGISTRATION"
}
