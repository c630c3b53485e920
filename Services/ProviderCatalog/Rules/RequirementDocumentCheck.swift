import Telephony

/// A document for a requirement group as it was given.
public struct RequirementDocumentCheck: Sendable {
  /// 4 MiB (D): a dozen scanned pages.
  public static let maximumBytes = 4 * 1_024 * 1_024

  public var kind: String
  public var issueDate: String
  public var byteCount: Int
  /// Nil when the contents are of no format that is taken.
  public var format: FileFormat?

  public init(kind: String, issueDate: String, byteCount: Int, format: FileFormat?) {
    self.kind = kind
    self.issueDate = issueDate
    self.byteCount = byteCount
    self.format = format
  }

  /// The document, or every field that is wrong.
  ///
  /// - Parameter today: the day of the upload, from which age is counted (domain.md section 7).
  public func checked(
    _ requirements: Requirements,
    today: CivilDate,
    now: Instant
  ) throws(Refusal) -> RequirementDocument {
    let rule = requirements.documents.first { $0.kind == kind }
    var violations: [Violation] = []
    if rule == nil { violations.append(kindViolation(requirements)) }
    violations += dateViolations(rule, today) + contentViolations(rule)
    guard violations.isEmpty, let format else { throw Refusal(violations: violations) }
    return RequirementDocument(
      kind: kind,
      format: format,
      issued: CivilDate(issueDate),
      uploadTime: now,
      byteCount: byteCount
    )
  }

  private func kindViolation(_ requirements: Requirements) -> Violation {
    let kinds = requirements.documents.map(\.kind).joined(separator: ", ")
    return Violation(
      field: "kind",
      reason: "NOT_ASKED_FOR",
      description: kinds.isEmpty ? "No documents are asked for." : "Asked for are \(kinds)."
    )
  }

  private func dateViolations(_ rule: DocumentRule<String>?, _ today: CivilDate) -> [Violation] {
    guard !issueDate.isEmpty else {
      guard rule?.age != nil else { return [] }
      return [.required("issue_date", "the day on which it was issued, such as 2026-11-02")]
    }
    guard let issued = CivilDate(issueDate), issued <= today else {
      return [
        Violation(
          field: "issue_date",
          reason: "INVALID_DATE",
          description: "It is no day up to today. Give one such as 2026-11-02."
        )
      ]
    }
    guard let age = rule?.age, age.lastDay(issued: issued) < today else { return [] }
    return [
      Violation(
        field: "issue_date",
        reason: "DOCUMENT_TOO_OLD",
        description: "It is older than \(age.rawValue) allows. Give a newer one."
      )
    ]
  }

  private func contentViolations(_ rule: DocumentRule<String>?) -> [Violation] {
    let formats = rule?.formats.isEmpty == false ? rule?.formats ?? [] : FileFormat.allCases
    if byteCount == 0 { return [.required("content", "the file")] }
    if byteCount > Self.maximumBytes {
      return [
        Violation(
          field: "content",
          reason: "DOCUMENT_TOO_LARGE",
          description: "It has more than \(Self.maximumBytes) bytes. Scan it with fewer dots an inch."
        )
      ]
    }
    guard let format, formats.contains(format) else {
      let names = formats.map(\.rawValue).joined(separator: " or ")
      return [
        Violation(
          field: "content",
          reason: "DOCUMENT_FORMAT",
          description: "It is neither of what is taken. Give \(names)."
        )
      ]
    }
    return []
  }
}
