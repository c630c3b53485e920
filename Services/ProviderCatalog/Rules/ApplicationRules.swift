import Telephony

/// What a country asks of an order for new numbers (domain.md sections 4 and 7). Self-service asks for nothing.
public struct ApplicationRules: Hashable, Sendable {
  /// What the applicant has to give.
  public var applicantFields: [ApplicantField]
  /// Documents that are needed.
  public var documents: [DocumentKind]
  /// How old a proof of address may be.
  public var addressProofAge: AddressProofAge
  /// The fewest and the most business days that a review takes; nil where no time is stated.
  public var reviewBusinessDays: ClosedRange<Int>?
  /// Whether orders know the state ACTION_REQUIRED.
  public var hasActionRequired: Bool
  /// Whether orders wait for additional information of the emergency address.
  public var needsEmergencyInformation: Bool

  public init(
    applicantFields: [ApplicantField] = [],
    documents: [DocumentKind] = [],
    addressProofAge: AddressProofAge = .atMostThreeMonths,
    reviewBusinessDays: ClosedRange<Int>? = nil,
    hasActionRequired: Bool = false,
    needsEmergencyInformation: Bool = false
  ) {
    self.applicantFields = applicantFields
    self.documents = documents
    self.addressProofAge = addressProofAge
    self.reviewBusinessDays = reviewBusinessDays
    self.hasActionRequired = hasActionRequired
    self.needsEmergencyInformation = needsEmergencyInformation
  }
}
