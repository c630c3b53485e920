/// Why a carrier does not let a number go, and what to do about it (domain.md section 5.1).
public enum PortRejection: String, Hashable, Sendable, CaseIterable {
  case accountNumberMismatch = "ACCOUNT_NUMBER_MISMATCH"
  case accountNumberRequired = "ACCOUNT_NUMBER_REQUIRED"
  case accountNameMismatch = "ACCOUNT_NAME_MISMATCH"
  case btnMismatch = "BTN_MISMATCH"
  case companyNameMismatch = "COMPANY_NAME_MISMATCH"
  case multipleBTNs = "MULTIPLE_BTNS"
  case focRejected = "FOC_REJECTED"
  case invalidPIN = "INVALID_PIN"
  case pendingOrder = "PENDING_ORDER"
  case pendingMainBTN = "PENDING_MAIN_BTN"
  case serviceAddressMismatch = "SERVICE_ADDRESS_MISMATCH"
  case tnSpecialFeature = "TN_SPECIAL_FEATURE"
  case tnMismatch = "TN_MISMATCH"
  case tnNotPortable = "TN_NOT_PORTABLE"
  case unsupportedRateCenter = "UNSUPPORTED_RATE_CENTER"
  case postalCodeMismatch = "POSTAL_CODE_MISMATCH"
  case billInvalid = "BILL_INVALID"
  case loaInvalid = "LOA_INVALID"
  case unknown = "UNKNOWN"
  case focExpired = "FOC_EXPIRED"
  case carrierUnresponsive = "CARRIER_UNRESPONSIVE"
  case portTypeIncorrect = "PORT_TYPE_INCORRECT"
  case registryConflict = "REGISTRY_CONFLICT"
  case registryFailure = "REGISTRY_FAILURE"

  /// The code that a carrier gave; what is not in the table counts as unknown.
  public init(code: String) {
    self = PortRejection(rawValue: code) ?? .unknown
  }

  /// What the customer does.
  public var fix: String {
    switch self {
    case .accountNumberMismatch:
      "Update the account number (it may equal the BTN or the TN) and resubmit."
    case .accountNumberRequired: "Give the account number and resubmit."
    case .accountNameMismatch: "Update the authorized name and resubmit."
    case .btnMismatch: "Update the carrier billing phone number and resubmit."
    case .companyNameMismatch: "Update the company name with the previous carrier and resubmit."
    case .multipleBTNs: "Cancel, and make one order for the numbers of each BTN."
    case .focRejected: "Change the completion date and resubmit."
    case .invalidPIN: "Update the PIN and resubmit."
    case .pendingOrder:
      "The carrier has another order pending on the account. Remove these numbers and resubmit."
    case .pendingMainBTN: "Remove the main BTN, and port it in the last batch."
    case .serviceAddressMismatch: "Update the service address, state and city and resubmit."
    case .tnSpecialFeature:
      "The number has a feature such as remote call forward. Remove the number or the feature and resubmit."
    case .tnMismatch: "The number is not the end user's. Remove it and resubmit."
    case .tnNotPortable: "The number is inactive or not on the account. Remove it and resubmit."
    case .unsupportedRateCenter: "The number's rate center cannot be ported. Remove the number and resubmit."
    case .postalCodeMismatch: "Update the postal code and resubmit."
    case .billInvalid: "Upload the right bill of the previous carrier and resubmit."
    case .loaInvalid: "Sign the letter of authorization again and resubmit, or contact PTS."
    case .unknown: "Contact PTS."
    case .focExpired: "The date passed without the port. Choose a new date and resubmit."
    case .carrierUnresponsive: "The losing carrier does not answer. We chase it; nothing has to be done."
    case .portTypeIncorrect: "Choose the right type of port and resubmit."
    case .registryConflict: "The number registry refused. Contact PTS, then resubmit."
    case .registryFailure: "The number registry failed. Resubmit as it is."
    }
  }

  /// Path of the field that has to change; empty when none does.
  public var field: String {
    switch self {
    case .accountNumberMismatch, .accountNumberRequired: "details.account_number"
    case .accountNameMismatch: "details.authorized_name"
    case .btnMismatch: "details.billing_number"
    case .companyNameMismatch: "details.company_name"
    case .invalidPIN: "details.pin"
    case .serviceAddressMismatch, .postalCodeMismatch: "details.service_address"
    case .pendingOrder, .tnSpecialFeature, .tnMismatch, .tnNotPortable, .unsupportedRateCenter,
      .pendingMainBTN,
      .multipleBTNs:
      "numbers"
    case .focRejected, .focExpired: "desired_time"
    case .portTypeIncorrect: "port_type"
    case .billInvalid: "documents.BILL"
    case .loaInvalid: "documents.LETTER_OF_AGENCY"
    case .unknown, .carrierUnresponsive, .registryConflict, .registryFailure: ""
    }
  }

  /// Whether whoever has numbers may refuse with it to let them go: only for what is wrong with the request itself, not
  /// for what is convenient (47 CFR 52.35).
  public var isLawfulForPortOut: Bool {
    switch self {
    case .accountNumberMismatch, .accountNumberRequired, .invalidPIN, .postalCodeMismatch, .tnNotPortable,
      .tnMismatch:
      true
    default: false
    }
  }
}
