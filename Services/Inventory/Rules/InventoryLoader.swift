import Telephony

/// Puts number records that were stored back into an inventory that has its stock and reservations. The numbers of an
/// organization are sorted at the end, together, which is much cheaper than finding the place of each; and how many
/// there are is known then, so that no table grows step by step.
public struct InventoryLoader: Sendable {
  private var inventory: Inventory
  private var organization = ""
  private var numbers: [UInt64] = []
  private var numberCount = 0

  /// Begins with what is there without the records.
  ///
  /// - Parameter recordCount: how many records will come.
  public init(_ inventory: consuming Inventory, recordCount: Int) {
    self.inventory = inventory
    self.inventory.records.reserve(recordCount)
    self.inventory.orderRecords.reserve(recordCount)
  }

  /// Takes over one record, with an id of its own.
  public mutating func add(_ record: NumberRecord) {
    inventory.records.insert(record, newID: record.id)
    inventory.lastRecordID = max(inventory.lastRecordID, record.id)
    inventory.note(record)
    if record.standing.organization != organization {
      flush()
      organization = record.standing.organization
    }
    for number in record.numbers { numbers.append(number.digits) }
    numberCount += record.numbers.count
  }

  /// The inventory with all that was added.
  public consuming func finish() -> Inventory {
    flush()
    inventory.owners.reserve(inventory.owners.count + numberCount)
    let records = inventory.records
    records.forEach { inventory.own($0.numbers, by: -$0.id) }
    for organization in inventory.organizations.keys {
      inventory.organizations[organization]?.numbers.sortAppended()
    }
    return inventory
  }

  private mutating func flush() {
    if !organization.isEmpty {
      inventory.organizations[organization, default: .init()].numbers.append(unsorted: numbers)
    }
    numbers.removeAll(keepingCapacity: true)
  }
}
