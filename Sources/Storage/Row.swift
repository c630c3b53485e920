/// The row that a query stands on; it cannot leave the closure that receives it.
public struct Row: ~Copyable {
  @usableFromInline let statement: any PreparedStatement

  @inlinable
  init(_ statement: any PreparedStatement) {
    self.statement = statement
  }

  /// The value of a column, counted from 0. NULL reads as 0 or empty unless an `Optional` is asked for.
  @inlinable
  public subscript<Value: SQLValue>(_ column: Int) -> Value {
    Value.read(from: statement, column: column)
  }
}
