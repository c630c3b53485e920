import InventoryRules
import Storage

/// Changes of the inventory as rows, and rows as an inventory.
public enum InventoryTables {
  /// Stores what a decision changed.
  public static func store(_ changes: [Change], in transaction: Transaction) throws {
    for change in changes {
      switch change {
      case .reservation(let before, let after): try ReservationTable.store(before, after, in: transaction)
      case .assignment(let assignment): try AssignmentTable.insert(assignment, in: transaction)
      case .block(let block): try StockTable.insert(block, in: transaction)
      }
    }
  }

  /// Reads everything back.
  public static func load(limits: ReservationLimits, in transaction: Transaction) throws -> Inventory {
    var inventory = Inventory(limits: limits)
    try StockTable.load(into: &inventory, in: transaction)
    try ReservationTable.load(into: &inventory, in: transaction)
    for assignment in try AssignmentTable.all(in: transaction) { inventory.apply(.assignment(assignment)) }
    return inventory
  }
}
