import InventoryRules
import Storage
import Telephony

/// Rows of assignments.
public enum AssignmentTable {
  static func insert(_ assignment: Assignment, in transaction: Transaction) throws {
    try transaction.execute(
      .insertAssignment,
      assignment.id,
      assignment.organization,
      PackedNumbers.pack(assignment.numbers),
      assignment.isBlock,
      assignment.location,
      assignment.order,
      Int64(assignment.state.rawValue),
      assignment.createTime.milliseconds
    )
  }

  /// All assignments, the oldest first.
  public static func all(in transaction: Transaction) throws -> [Assignment] {
    try transaction.query(.selectAssignments) { row in
      let id: Int64 = row[0]
      let state: Int64 = row[6]
      guard let numbers = PackedNumbers.unpack(row[2]),
        let state = UInt8(exactly: state).flatMap(NumberState.init)
      else { throw StorageError(.corrupt, "assignment \(id) cannot be read") }
      return Assignment(
        id: id,
        organization: row[1],
        numbers: numbers,
        isBlock: row[3],
        location: row[4],
        order: row[5],
        state: state,
        createTime: Instant(milliseconds: row[7])
      )
    }
  }
}

extension Statement {
  fileprivate static let insertAssignment = Statement(
    "INSERT INTO assignment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
  )
  fileprivate static let selectAssignments = Statement(
    """
    SELECT id, organization, numbers, is_block, location, order_name, state, create_time_ms
    FROM assignment ORDER BY id
    """
  )
}
