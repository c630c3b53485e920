import Telephony

/// What a country's rules say of orders, as the catalog has them.
public struct CountryTerms: Hashable, Sendable {
  public var kind: OrderKind
  /// Types that are sold.
  public var numberTypes: Set<NumberType>
  public var blockSizes: Set<Int>
  /// Most new standard numbers in one order.
  public var largestOrder: Int
  public var offersTollFree: Bool
  public var offersServiceNumbers: Bool
  /// What an assisted order asks for.
  public var application: ApplicationTerms

  public init(
    kind: OrderKind,
    numberTypes: Set<NumberType>,
    blockSizes: Set<Int>,
    largestOrder: Int,
    offersTollFree: Bool,
    offersServiceNumbers: Bool,
    application: ApplicationTerms = ApplicationTerms()
  ) {
    self.kind = kind
    self.numberTypes = numberTypes
    self.blockSizes = blockSizes
    self.largestOrder = largestOrder
    self.offersTollFree = offersTollFree
    self.offersServiceNumbers = offersServiceNumbers
    self.application = application
  }
}

/// What an assisted order asks for (domain.md sections 4 and 7). An order keeps the terms under which it was created.
public struct ApplicationTerms: Hashable, Sendable {
  public var applicantFields: [ApplicantField]
  public var documents: [DocumentKind]
  public var addressProofAge: AddressProofAge
  /// Most business days that a review takes; 0 where no time is stated.
  public var reviewBusinessDays: Int
  /// Whether orders know the state ACTION_REQUIRED.
  public var hasActionRequired: Bool
  /// Whether orders wait for additional information of the emergency address.
  public var needsEmergencyInformation: Bool

  public init(
    applicantFields: [ApplicantField] = [],
    documents: [DocumentKind] = [],
    addressProofAge: AddressProofAge = .atMostThreeMonths,
    reviewBusinessDays: Int = 0,
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
