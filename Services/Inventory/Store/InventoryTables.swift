import InventoryRules
import Storage

/// Changes of the inventory as rows, and rows as an inventory.
public enum InventoryTables {
  /// Stores what a decision changed.
  public static func store(_ changes: [Change], in transaction: Transaction) throws {
    for change in changes {
      switch change {
      case .reservation(let before, let after): try ReservationTable.store(before, after, in: transaction)
      case .record(let before, let after): try NumberRecordTable.store(before, after, in: transaction)
      case .callerID(let identity, _, let number): try CallerIDTable.store(identity, number, in: transaction)
      case .block(let block): try StockTable.insert(block, in: transaction)
      }
    }
  }

  /// Reads everything back.
  public static func load(limits: ReservationLimits, in transaction: Transaction) throws -> Inventory {
    var inventory = Inventory(limits: limits)
    try StockTable.load(into: &inventory, in: transaction)
    try ReservationTable.load(into: &inventory, in: transaction)
    try NumberRecordTable.forEach(in: transaction) { inventory.apply(.record(before: nil, after: $0)) }
    try CallerIDTable.load(into: &inventory, in: transaction)
    return inventory
  }
}
