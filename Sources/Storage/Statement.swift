import Synchronization

/// The text of one SQL statement, prepared once per connection. Keep it in a `static let`.
///
/// The text is a literal, so no value that came from outside can become part of it; values are bound
/// to `?1`, `?2`, ...
public struct Statement: Sendable {
  private static let count = Atomic<Int>(0)

  /// Rises by one with every statement of the process, so that connections cache by index, not by text.
  public let index: Int
  /// The SQL text.
  public let sql: StaticString

  /// Declares a statement.
  public init(_ sql: StaticString) {
    self.sql = sql
    index = Self.count.wrappingAdd(1, ordering: .relaxed).oldValue
  }
}
