import EmergencyAddressRules
import Storage
import Telephony

/// Which location each number belongs to, as runs of consecutive numbers, and to which they belonged before.
public enum NumberRunTable {
  /// Calls `body` with each run, by number.
  public static func forEach(in transaction: Transaction, _ body: (NumberRun) -> Void) throws {
    try transaction.query(.selectRuns) { row in body(run(row)) }
  }

  /// Assigns a run, whatever its numbers were assigned to before.
  public static func assign(_ run: NumberRun, at time: Instant, in transaction: Transaction) throws {
    try replace(run, location: run.location, at: time, in: transaction) { run.replacing($0) }
  }

  /// Takes numbers from whatever they were assigned to.
  public static func remove(_ run: NumberRun, at time: Instant, in transaction: Transaction) throws {
    try replace(run, location: 0, at: time, in: transaction) { run.leaving($0) }
  }

  /// Number of the location that a number belonged to at an instant; nil for none.
  public static func location(
    of number: TelephoneNumber,
    at time: Instant,
    in transaction: Transaction
  ) throws -> Int32? {
    let digits = Int64(number.digits)
    let block = digits / Int64(NumberRun.blockSize)
    let location = try transaction.first(.selectLocationAsOf, block, digits, time.milliseconds) { row in
      Int32(clamping: row[0] as Int64)
    }
    return location == 0 ? nil : location
  }

  private static func replace(
    _ run: NumberRun,
    location: Int32,
    at time: Instant,
    in transaction: Transaction,
    _ replacing: ([NumberRun]) -> [NumberRun]
  ) throws {
    let neighbours = try neighbours(of: run, in: transaction)
    for neighbour in neighbours { try transaction.execute(.deleteRun, Int64(neighbour.first)) }
    for part in replacing(neighbours) {
      try transaction.execute(.insertRun, Int64(part.first), Int64(part.count), Int64(part.location))
    }
    // What is told once more, as in a snapshot, is no change.
    guard location == 0 || !neighbours.contains(where: { $0.covers(run) }) else { return }
    let block = Int64(run.first / NumberRun.blockSize)
    try transaction.execute(
      .insertChange,
      block,
      Int64(run.first),
      Int64(run.count),
      Int64(location),
      time.milliseconds
    )
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
  fileprivate static let insertChange = Statement(
    """
    INSERT INTO number_change
    VALUES (?1, 1 + coalesce((SELECT max(id) FROM number_change WHERE block = ?1), 0), ?2, ?3, ?4, ?5)
    """
  )
  fileprivate static let selectLocationAsOf = Statement(
    """
    SELECT location FROM number_change
    WHERE block = ?1 AND ?2 BETWEEN first AND first + count - 1 AND time_ms <= ?3 ORDER BY id DESC LIMIT 1
    """
  )
}
