import Telephony

/// Whether orders can use a requirement group, and what people have to know about it.
public struct RequirementState: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case incomplete, ready, expiring, expired
  }

  /// How many days before a document is too old its customer is warned (D).
  static let warningDays = 14

  public let kind: Kind
  public let problems: [Violation]
  /// The last day on which orders can use it; nil for no limit.
  public let lastDay: CivilDate?

  public init(_ group: RequirementGroup, _ requirements: Requirements, today: CivilDate) {
    let missing = Self.missing(group, requirements)
    let days = group.documents.compactMap { document in
      Self.lastDay(document, requirements).map { (document.kind, $0) }
    }
    let expired = days.filter { $0.1 < today }.map(Self.expired)
    let soon = days.filter { $0.1 >= today && $0.1.daysSince1970 - today.daysSince1970 <= Self.warningDays }
    problems = missing + expired + soon.map(Self.expiring)
    lastDay = days.map(\.1).min()
    kind = !missing.isEmpty ? .incomplete : !expired.isEmpty ? .expired : soon.isEmpty ? .ready : .expiring
  }

  /// The last day on which a document is young enough; nil for no limit.
  public static func lastDay(_ document: RequirementDocument, _ requirements: Requirements) -> CivilDate? {
    guard let issued = document.issued else { return nil }
    return requirements.documents.first { $0.kind == document.kind }?.age?.lastDay(issued: issued)
  }

  private static func missing(_ group: RequirementGroup, _ requirements: Requirements) -> [Violation] {
    let fields = requirements.fields.filter { $0.necessity == .required && group.values[$0.name] == nil }
      .map { ("values.\($0.name)", "Fill it in.") }
    let documents = requirements.documents.filter { rule in
      rule.necessity == .required && !group.documents.contains { $0.kind == rule.kind }
    }
    .map { ("documents.\($0.kind)", "Attach it.") }
    return (fields + documents).map { field, advice in
      Violation(field: field, reason: "REQUIREMENT_MISSING", description: "It is asked for. \(advice)")
    }
  }

  private static func expired(_ kind: String, _ day: CivilDate) -> Violation {
    Violation(
      field: "documents.\(kind)",
      reason: "DOCUMENT_EXPIRED",
      description: "It was young enough until \(day). Attach a newer one."
    )
  }

  private static func expiring(_ kind: String, _ day: CivilDate) -> Violation {
    Violation(
      field: "documents.\(kind)",
      reason: "DOCUMENT_EXPIRING",
      description: "It is young enough until \(day) only. Attach a newer one before."
    )
  }
}
