/// Why a command was not carried out. Rules throw it; servers turn it into a status with rich details.
public struct Refusal: Error, Hashable, Sendable {
  /// What kind of answer it becomes.
  public enum Kind: Hashable, Sendable {
    /// The request itself is wrong and never works: INVALID_ARGUMENT.
    case invalid
    /// The request is right but something has to be done first: FAILED_PRECONDITION.
    case precondition
    /// What it names does not exist, or belongs to somebody else: NOT_FOUND.
    case notFound
    /// What it makes exists: ALREADY_EXISTS.
    case alreadyExists
    /// The caller may not do it: PERMISSION_DENIED.
    case permission
    /// A limit or the stock is reached: RESOURCE_EXHAUSTED.
    case exhausted
    /// Somebody else was faster; read again and repeat: ABORTED.
    case aborted
  }

  /// What kind of answer it becomes.
  public var kind: Kind
  /// The stable code that programs compare, such as `NUMBER_NOT_AVAILABLE`.
  public var reason: String
  /// What is wrong and what to do, for people.
  public var message: String
  /// Every field that is wrong.
  public var violations: [Violation]
  /// Facts for programs, such as the limit that was met. Never another tenant's data, never personal data.
  public var metadata: [String: String]

  /// Makes a refusal.
  public init(
    _ kind: Kind,
    _ reason: String,
    _ message: String,
    violations: [Violation] = [],
    metadata: [String: String] = [:]
  ) {
    self.kind = kind
    self.reason = reason
    self.message = message
    self.violations = violations
    self.metadata = metadata
  }

  /// Makes a refusal of one or more wrong fields; its reason is that of the first.
  public init(violations: [Violation]) {
    let first = violations.first
    let more = violations.count > 1 ? " (and \(violations.count - 1) more)" : ""
    self.init(
      .invalid,
      first?.reason ?? "INVALID_ARGUMENT",
      first.map { "\($0.field): \($0.description)\(more)" } ?? "The request is not valid.",
      violations: violations
    )
  }

  /// Makes the answer for what is absent, which is also the answer for what belongs to another tenant: it must
  /// not tell the two apart.
  public static func resourceNotFound(_ name: String) -> Refusal {
    Refusal(
      .notFound,
      "RESOURCE_NOT_FOUND",
      "There is no \(name) that you may see. Check the name and the organization in it.",
      metadata: ["resource": name]
    )
  }
}
