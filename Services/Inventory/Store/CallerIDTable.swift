import InventoryRules
import Storage
import Telephony

/// Rows of the numbers that users and workspaces show.
enum CallerIDTable {
  static func store(_ identity: CallerIdentity, _ number: TelephoneNumber?, in transaction: Transaction)
    throws
  {
    let (kind, id) = (Int64(identity.caller.kind.rawValue), identity.caller.id)
    if let number {
      try transaction.execute(.putCallerID, identity.organization, kind, id, Int64(number.digits))
    } else {
      try transaction.execute(.deleteCallerID, identity.organization, kind, id)
    }
  }

  static func load(into inventory: inout Inventory, in transaction: Transaction) throws {
    try transaction.query(.selectCallerIDs) { row in
      let (kind, digits): (Int64, Int64) = (row[1], row[3])
      guard let kind = UInt8(exactly: kind).flatMap(Assignee.Kind.init),
        let caller = Assignee(kind: kind, id: row[2]),
        let number = UInt64(exactly: digits).flatMap(TelephoneNumber.init(digits:))
      else { throw StorageError(.corrupt, "a caller id cannot be read") }
      let identity = CallerIdentity(organization: row[0], caller: caller)
      inventory.apply(.callerID(identity, before: nil, after: number))
    }
  }
}

extension Statement {
  fileprivate static let putCallerID = Statement(
    """
    INSERT INTO caller_id VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (organization, kind, caller) DO UPDATE SET number = excluded.number
    """
  )
  fileprivate static let deleteCallerID = Statement(
    "DELETE FROM caller_id WHERE organization = ?1 AND kind = ?2 AND caller = ?3"
  )
  fileprivate static let selectCallerIDs = Statement(
    "SELECT organization, kind, caller, number FROM caller_id"
  )
}
