import EmergencyAddressRules
import Storage

/// What the emergency provider has still to be told of numbers, in the order in which it happened.
public enum NumberTaskTable {
  /// A task with its place in the order.
  public struct Row: Sendable {
    public let id: Int64
    public let task: NumberTask
  }

  public static func add(_ task: NumberTask, in transaction: Transaction) throws {
    try transaction.execute(
      .insertTask,
      task.kind.rawValue,
      task.subject.path,
      Int64(task.first),
      Int64(task.count)
    )
  }

  /// The oldest ones.
  public static func oldest(limit: Int, in transaction: Transaction) throws -> [Row] {
    try transaction.query(.selectOldest, limit) { row in
      guard let kind = NumberTask.Kind(rawValue: row[1]), let subject = AddressSubject(path: row[2]) else {
        throw StorageError(.corrupt, "a task about numbers has a kind or subject that is not known")
      }
      let (first, count): (Int64, Int64) = (row[3], row[4])
      let task = NumberTask(kind, subject, first: UInt64(clamping: first), count: UInt64(clamping: count))
      return Row(id: row[0], task: task)
    }
  }

  public static func remove(through id: Int64, in transaction: Transaction) throws {
    try transaction.execute(.deleteTasks, id)
  }

  public static func count(in transaction: Transaction) throws -> Int {
    try transaction.first(.countTasks) { row in row[0] } ?? 0
  }

  /// Whether all that is known has still to be told; it is asked once.
  public static func takeBeginning(in transaction: Transaction) throws -> Bool {
    try transaction.execute(.deleteBeginning) > 0
  }
}

extension Statement {
  fileprivate static let insertTask = Statement(
    "INSERT INTO number_task (kind, subject, first, count) VALUES (?1, ?2, ?3, ?4)"
  )
  fileprivate static let selectOldest = Statement(
    "SELECT id, kind, subject, first, count FROM number_task WHERE kind <> 0 ORDER BY id LIMIT ?1"
  )
  fileprivate static let deleteTasks = Statement("DELETE FROM number_task WHERE kind <> 0 AND id <= ?1")
  fileprivate static let countTasks = Statement("SELECT count(*) FROM number_task WHERE kind <> 0")
  fileprivate static let deleteBeginning = Statement("DELETE FROM number_task WHERE kind = 0")
}
