import Telephony

/// What an assisted order has beyond other orders. Personal data is not in it: only what is wrong with it.
public struct OrderApplication: Hashable, Sendable {
  /// Most documents of one order (D).
  public static let maximumDocuments = 20

  public let terms: ApplicationTerms
  /// What is missing or wrong of the applicant.
  public internal(set) var applicantProblems: [Violation]
  public internal(set) var documents: [OrderDocument]
  public internal(set) var hasEmergencyInformation: Bool
  /// What the reviewer told the customer last; empty when nothing.
  public internal(set) var reviewerMessage: String

  public init(
    terms: ApplicationTerms,
    applicantProblems: [Violation],
    documents: [OrderDocument] = [],
    hasEmergencyInformation: Bool = false,
    reviewerMessage: String = ""
  ) {
    self.terms = terms
    self.applicantProblems = applicantProblems
    self.documents = documents
    self.hasEmergencyInformation = hasEmergencyInformation
    self.reviewerMessage = reviewerMessage
  }

  /// Everything that is missing before it can be reviewed.
  public var requirements: [Violation] {
    let given = Set(documents.map(\.kind))
    return applicantProblems
      + terms.documents.filter { !given.contains($0) }.map { kind in
        Violation(
          field: "documents.\(kind.rawValue)",
          reason: "DOCUMENT_REQUIRED",
          description: "Attach a document of the kind \(kind.rawValue), PDF or PNG."
        )
      }
  }
}

/// A document of an order, without its contents and its file's name, which are personal data.
public struct OrderDocument: Hashable, Sendable {
  /// Last part of its name.
  public let id: String
  public let kind: DocumentKind
  /// Day of issue, when it matters.
  public let issueDate: CivilDate?
  public let format: DocumentFormat
  /// SHA-256 of the contents.
  public let sha256: [UInt8]
  public let byteCount: Int
  public let attachTime: Instant

  public init(
    id: String,
    kind: DocumentKind,
    issueDate: CivilDate?,
    format: DocumentFormat,
    sha256: [UInt8],
    byteCount: Int,
    attachTime: Instant
  ) {
    self.id = id
    self.kind = kind
    self.issueDate = issueDate
    self.format = format
    self.sha256 = sha256
    self.byteCount = byteCount
    self.attachTime = attachTime
  }
}
