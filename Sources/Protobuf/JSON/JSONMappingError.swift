/// Why a message and its JSON do not fit each other.
public struct JSONMappingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, such as `blocks[2].numberType`; empty for the message itself.
  public let fieldPath: String
  /// What is wrong and what to do, without any of the content.
  public let problem: String

  /// - Parameter fieldPath: such as `blocks[2].numberType`; empty for the message itself.
  public init(_ problem: String, at fieldPath: String = "") {
    self.problem = problem
    self.fieldPath = fieldPath
  }

  /// The same as seen from what encloses it; `step` is a name or `[index]`.
  func nested(in step: String) -> JSONMappingError {
    let separator = fieldPath.isEmpty || fieldPath.hasPrefix("[") ? "" : "."
    return JSONMappingError(problem, at: step + separator + fieldPath)
  }

  public var description: String {
    fieldPath.isEmpty ? "message: \(problem)" : "field \(fieldPath): \(problem)"
  }
}
