import Storage

/// How far the inventory's events were followed.
public enum InventoryCursor {
  /// Sequence of the last event that was applied, 0 for none.
  public static func read(in transaction: Transaction) throws -> Int64 {
    try transaction.first(.selectCursor) { row in row[0] } ?? 0
  }

  public static func write(_ sequence: Int64, in transaction: Transaction) throws {
    try transaction.execute(.putCursor, sequence)
  }
}

extension Statement {
  fileprivate static let selectCursor = Statement("SELECT sequence FROM inventory_cursor WHERE id = 1")
  fileprivate static let putCursor = Statement(
    "INSERT INTO inventory_cursor VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence"
  )
}
