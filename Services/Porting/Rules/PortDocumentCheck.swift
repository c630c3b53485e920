import Telephony

/// A document for a port order as it was given.
public struct PortDocumentCheck: Sendable {
  /// 10 MiB (D): two dozen scanned pages.
  public static let maximumBytes = 10 * 1_024 * 1_024

  public var kind: String
  public var issueDate: String
  public var byteCount: Int
  /// Told by the contents; nil for neither PDF nor PNG.
  public var format: FileFormat?

  public init(kind: String, issueDate: String, byteCount: Int, format: FileFormat?) {
    self.kind = kind
    self.issueDate = issueDate
    self.byteCount = byteCount
    self.format = format
  }

  /// What it is and until when it is young enough, or everything that is wrong with it.
  ///
  /// - Parameter today: the day of the upload, from which age is counted (domain.md section 7).
  public func checked(
    _ rules: PortingRules,
    today: CivilDate
  ) throws(Refusal) -> (kind: PortDocument, format: FileFormat, issued: CivilDate?, lastDay: CivilDate?) {
    let known = PortDocument(rawValue: kind)
    let rule = rules.documents.first { $0.kind == known }
    var violations: [Violation] = []
    if known == nil { violations.append(unknownKind) }
    let issued = CivilDate(issueDate)
    if issueDate.isEmpty, rule?.age != nil {
      violations.append(.required("description.document.issue_date", "the day of issue, such as 2026-11-02"))
    } else if !issueDate.isEmpty, issued.map({ $0 > today }) ?? true {
      violations.append(.issueDate("INVALID_DATE", "It is no day up to today. Give one such as 2026-11-02."))
    }
    let lastDay = issued.flatMap { rule?.age?.lastDay(issued: $0) }
    if let lastDay, lastDay < today {
      violations.append(.issueDate("DOCUMENT_TOO_OLD", "It is too old. Give a newer one."))
    }
    violations += contentViolations(rule?.formats ?? [])
    guard violations.isEmpty, let known, let format else { throw Refusal(violations: violations) }
    return (known, format, issued, lastDay)
  }

  private var unknownKind: Violation {
    Violation(
      field: "description.document.kind",
      reason: "NOT_ASKED_FOR",
      description: "Give one of \(PortDocument.allCases.map(\.rawValue).joined(separator: ", "))."
    )
  }

  private func contentViolations(_ formats: [FileFormat]) -> [Violation] {
    if byteCount == 0 { return [.required("chunk", "the file")] }
    guard byteCount <= Self.maximumBytes else { return [Self.tooLarge] }
    guard let format, formats.isEmpty || formats.contains(format) else {
      return [
        Violation(
          field: "chunk",
          reason: "DOCUMENT_FORMAT",
          description: "It is neither PDF nor PNG. Convert it to one of the two."
        )
      ]
    }
    return []
  }

  /// More bytes than are taken.
  public static let tooLarge = Violation(
    field: "chunk",
    reason: "DOCUMENT_TOO_LARGE",
    description: "It has more than \(maximumBytes) bytes. Scan it with fewer dots an inch."
  )
}

extension Violation {
  fileprivate static func issueDate(_ reason: String, _ description: String) -> Violation {
    Violation(field: "description.document.issue_date", reason: reason, description: description)
  }
}
