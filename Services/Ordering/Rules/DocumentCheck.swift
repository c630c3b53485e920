import Telephony

/// Kinds of files that are taken (domain.md section 7), told by their first bytes and not by their names.
public enum DocumentFormat: String, Hashable, Sendable, CaseIterable {
  case pdf = "application/pdf"
  case png = "image/png"

  /// Nil when the contents are neither.
  public init?(contents: some Collection<UInt8>) {
    // ISO 32000-1 section 7.5.2, and the PNG specification, section 5.2.
    if contents.starts(with: Array("%PDF-".utf8)) {
      self = .pdf
    } else if contents.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
      self = .png
    } else {
      return nil
    }
  }
}

/// A document as it was given, before anything of it is stored.
public struct DocumentCheck: Sendable {
  /// 4 MiB (D): a dozen scanned pages.
  public static let maximumBytes = 4 * 1_024 * 1_024
  static let maximumNameCharacters = 200

  /// Nil when it was not given.
  public var kind: DocumentKind?
  public var fileName: String
  public var issueDate: String
  public var byteCount: Int
  public var format: DocumentFormat?

  public init(
    kind: DocumentKind?,
    fileName: String,
    issueDate: String,
    byteCount: Int,
    format: DocumentFormat?
  ) {
    self.kind = kind
    self.fileName = fileName
    self.issueDate = issueDate
    self.byteCount = byteCount
    self.format = format
  }

  /// Every field that is wrong.
  ///
  /// - Parameter today: the day of the upload, from which age is counted (domain.md section 7).
  public func violations(terms: ApplicationTerms, today: CivilDate) -> [Violation] {
    var violations: [Violation] = []
    if kind == nil { violations.append(.required("document.kind", "the kind of the document")) }
    if !fileName.isPlainText(atMost: Self.maximumNameCharacters) {
      violations.append(.text("document.file_name", atMost: Self.maximumNameCharacters))
    }
    return violations + dateViolations(terms, today) + contentViolations
  }

  private func dateViolations(_ terms: ApplicationTerms, _ today: CivilDate) -> [Violation] {
    let field = "document.issue_date"
    guard !issueDate.isEmpty else {
      return kind == .proofOfAddress ? [.required(field, "the day of issue, such as \(today)")] : []
    }
    guard let date = CivilDate(issueDate), date <= today else {
      return [
        Violation(
          field: field,
          reason: "INVALID_DATE",
          description: "It is no day up to today. Give year, month and day, as \(today)."
        )
      ]
    }
    guard kind == .proofOfAddress, !terms.addressProofAge.accepts(issued: date, on: today) else { return [] }
    let limit = terms.addressProofAge == .atMostThreeMonths ? "at most" : "less than"
    return [
      Violation(
        field: field,
        reason: "DOCUMENT_TOO_OLD",
        description: "A proof of address has to be \(limit) 3 months old on the day it is attached. "
          + "Attach a newer one."
      )
    ]
  }

  private var contentViolations: [Violation] {
    guard byteCount > 0 else { return [.required("content", "the file itself")] }
    guard byteCount <= Self.maximumBytes else {
      return [
        Violation(
          field: "content",
          reason: "DOCUMENT_TOO_LARGE",
          description: "It has \(byteCount) bytes; at most \(Self.maximumBytes) are taken. Scan it smaller."
        )
      ]
    }
    guard format == nil else { return [] }
    return [
      Violation(
        field: "content",
        reason: "DOCUMENT_FORMAT",
        description: "It is neither PDF nor PNG. Convert it to one of the two."
      )
    ]
  }
}
