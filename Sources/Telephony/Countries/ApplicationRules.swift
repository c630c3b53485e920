/// What a country asks of an order for new numbers (domain.md sections 4 and 7). Self-service asks for nothing.
public struct ApplicationRules: Hashable, Sendable {
  /// What the applicant has to give.
  public var applicantFields: [ApplicantField]
  /// Documents that are needed, with their limits.
  public var documents: [DocumentRule<DocumentKind>]
  /// The fewest and the most business days that a review takes; nil where no time is stated.
  public var reviewBusinessDays: ClosedRange<Int>?
  /// Whether orders know the state ACTION_REQUIRED.
  public var hasActionRequired: Bool

  public init(
    applicantFields: [ApplicantField] = [],
    documents: [DocumentRule<DocumentKind>] = [],
    reviewBusinessDays: ClosedRange<Int>? = nil,
    hasActionRequired: Bool = false
  ) {
    self.applicantFields = applicantFields
    self.documents = documents
    self.reviewBusinessDays = reviewBusinessDays
    self.hasActionRequired = hasActionRequired
  }

  /// How old a proof of address may be.
  public var addressProofAge: AddressProofAge {
    let rule = documents.first { $0.kind == .proofOfAddress }
    return rule?.age == .lessThan3Months ? .lessThanThreeMonths : .atMostThreeMonths
  }
}
