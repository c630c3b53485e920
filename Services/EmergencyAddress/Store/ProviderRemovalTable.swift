import EmergencyAddressRules
import Storage

/// Addresses that the emergency provider has still to forget.
public enum ProviderRemovalTable {
  public static func add(_ task: ProviderTask, in transaction: Transaction) throws {
    try transaction.execute(.insertRemoval, task.subject.path, task.revision)
  }

  public static func remove(_ task: ProviderTask, in transaction: Transaction) throws {
    try transaction.execute(.deleteRemoval, task.subject.path, task.revision)
  }

  public static func all(in transaction: Transaction) throws -> [ProviderTask] {
    try transaction.query(.selectRemovals) { row in
      AddressSubject(path: row[0]).map { ProviderTask(removing: $0, revision: row[1]) }
    }.compactMap(\.self)
  }
}

extension Statement {
  fileprivate static let insertRemoval = Statement("INSERT OR IGNORE INTO provider_removal VALUES (?1, ?2)")
  fileprivate static let deleteRemoval = Statement(
    "DELETE FROM provider_removal WHERE subject = ?1 AND revision = ?2"
  )
  fileprivate static let selectRemovals = Statement("SELECT subject, revision FROM provider_removal")
}
