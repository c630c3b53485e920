import EmergencyAddressRules
import Storage

/// Which location each number belongs to, as runs of consecutive numbers.
public enum NumberRunTable {
  /// Calls `body` with each run, by number.
  public static func forEach(in transaction: Transaction, _ body: (NumberRun) -> Void) throws {
    try transaction.query(.selectRuns) { row in body(run(row)) }
  }

  /// Assigns a run, whatever its numbers were assigned to before.
  public static func assign(_ run: NumberRun, in transaction: Transaction) throws {
    let neighbours = try neighbours(of: run, in: transaction)
    for neighbour in neighbours { try transaction.execute(.deleteRun, Int64(neighbour.first)) }
    for part in run.replacing(neighbours) {
      try transaction.execute(.insertRun, Int64(part.first), Int64(part.count), Int64(part.location))
    }
  }

  // Runs do not overlap, so only the last one that begins before this one can reach into it.
  private static func neighbours(of run: NumberRun, in transaction: Transaction) throws -> [NumberRun] {
    let previous = try transaction.first(.selectRunBefore, Int64(run.first)) { row in self.run(row) }
    let inside = try transaction.query(.selectRunsBetween, Int64(run.first), Int64(run.end)) { row in
      self.run(row)
    }
    return ([previous].compactMap { $0 } + inside).filter(run.concerns)
  }

  private static func run(_ row: borrowing Row) -> NumberRun {
    NumberRun(
      first: UInt64(clamping: row[0] as Int64),
      count: UInt64(clamping: row[1] as Int64),
      location: Int32(clamping: row[2] as Int64)
    )
  }
}

extension Statement {
  fileprivate static let selectRuns = Statement(
    "SELECT first, count, location FROM number_run ORDER BY first"
  )
  fileprivate static let selectRunBefore = Statement(
    "SELECT first, count, location FROM number_run WHERE first < ?1 ORDER BY first DESC LIMIT 1"
  )
  fileprivate static let selectRunsBetween = Statement(
    "SELECT first, count, location FROM number_run WHERE first BETWEEN ?1 AND ?2 ORDER BY first"
  )
  fileprivate static let deleteRun = Statement("DELETE FROM number_run WHERE first = ?1")
  fileprivate static let insertRun = Statement("INSERT INTO number_run VALUES (?1, ?2, ?3)")
}
