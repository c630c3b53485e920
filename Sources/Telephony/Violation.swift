/// One wrong field of a request or document.
public struct Violation: Hashable, Sendable {
  /// Path of the field as the API names it, such as `criteria.area_code`.
  public var field: String
  /// The stable code that programs compare, such as `INVALID_POSTAL_CODE`.
  public var reason: String
  /// The form that is expected and what to do. It never repeats personal data.
  public var description: String

  /// Names a wrong field.
  public init(field: String, reason: String, description: String) {
    self.field = field
    self.reason = reason
    self.description = description
  }

  /// A field that has to be given and was not.
  public static func required(_ field: String, _ what: String) -> Violation {
    Violation(field: field, reason: "REQUIRED", description: "Give \(what).")
  }

  /// A text that is too long or has control characters.
  public static func text(_ field: String, atMost limit: Int) -> Violation {
    Violation(
      field: field,
      reason: "INVALID_TEXT",
      description: "Give at most \(limit) characters, none of them a control character."
    )
  }
}
