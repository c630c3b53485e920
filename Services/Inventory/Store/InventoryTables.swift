import InventoryRules
import Storage
import Telephony

/// Changes of the inventory as rows, and rows as an inventory.
public enum InventoryTables {
  /// Stores what a decision changed.
  public static func store(_ changes: [Change], at now: Instant, in transaction: Transaction) throws {
    for change in changes {
      switch change {
      case .reservation(_, let after):
        if let after { try ReservationLog.append(after, at: now, in: transaction) }
      case .record(let before, let after): try NumberRecordTable.store(before, after, in: transaction)
      case .callerID(let identity, _, let number): try CallerIDTable.store(identity, number, in: transaction)
      case .block(let block): try StockTable.insert(block, in: transaction)
      }
    }
  }

  /// Removes records of reservations that were stored before a time, but not of those that are still remembered.
  /// False when there is nothing so old.
  public static func compact(
    before cutoff: Instant,
    at now: Instant,
    standing: (_ id: Int64) -> Reservation?,
    in transaction: Transaction
  ) throws -> Bool {
    try ReservationLog.compact(before: cutoff, at: now, standing: standing, in: transaction)
  }

  /// Reads everything back.
  public static func load(limits: ReservationLimits, in transaction: Transaction) throws -> Inventory {
    var inventory = try loadRecords(
      into: try loadStock(limits: limits, in: transaction),
      in: transaction
    )
    try CallerIDTable.load(into: &inventory, in: transaction)
    return inventory
  }

  private static func loadStock(
    limits: ReservationLimits,
    in transaction: Transaction
  ) throws -> Inventory {
    var inventory = Inventory(limits: limits)
    try StockTable.load(into: &inventory, in: transaction)
    try ReservationLog.load(into: &inventory, in: transaction)
    return inventory
  }

  private static func loadRecords(
    into inventory: consuming Inventory,
    in transaction: Transaction
  ) throws -> Inventory {
    var loader = InventoryLoader(inventory, recordCount: try NumberRecordTable.count(in: transaction))
    try NumberRecordTable.forEach(in: transaction) { loader.add($0) }
    return loader.finish()
  }
}
