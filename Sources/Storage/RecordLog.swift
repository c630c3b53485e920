/// Records of a service that are only ever appended. Those of one commit are one row, because a row costs several
/// times what a record in it costs.
///
/// The service reads the whole log when it starts, and compacts it: see ``Transaction/compactRecords(before:_:)``.
/// It belongs to the writer's thread.
final class RecordLog {
  /// Records of this transaction.
  private var pending = RecordPacker()
  private var latestMilliseconds: Int64 = 0

  func append(nowMilliseconds: Int64, _ pack: (inout RecordPacker) -> Void) {
    pack(&pending)
    latestMilliseconds = nowMilliseconds
  }

  /// How many bytes this transaction appended so far.
  var mark: Int { pending.count }

  /// Forgets the records after a mark of this transaction.
  func goBack(to mark: Int) { pending.truncate(to: mark) }

  /// Stores the records of this transaction.
  func store(in transaction: Transaction) throws {
    guard pending.count > 0 else { return }
    try transaction.execute(.insertRecords, latestMilliseconds, pending.bytes)
  }

  /// They are durable.
  func committed() { pending.clear() }
}

extension Transaction {
  /// Appends one record to the service's log.
  public func appendRecord(nowMilliseconds: Int64, _ pack: (inout RecordPacker) -> Void) throws {
    guard let memory else { throw StorageError(.readOnly, "a read tried to append a record") }
    memory.recordLog.append(nowMilliseconds: nowMilliseconds, pack)
  }

  /// Reads the log of earlier transactions, the oldest record first. `body` takes one record.
  public func forEachRecord(_ body: (inout RecordReader) throws -> Void) throws {
    try query(.selectRecords) { row in try Self.forEachRecord(of: row[0], body) }
  }

  /// Removes the oldest row of the log when it was stored before a time; false when there is none.
  ///
  /// `body` takes each of its records, and appends what is still to be kept anew.
  public func compactRecords(
    before cutoffMilliseconds: Int64,
    _ body: (inout RecordReader) throws -> Void
  ) throws -> Bool {
    let oldest = try first(.selectOldestRecords, cutoffMilliseconds) { row in
      (id: row[0] as Int64, records: row[1] as [UInt8])
    }
    guard let oldest else { return false }
    try execute(.deleteRecords, oldest.id)
    try Self.forEachRecord(of: oldest.records, body)
    return true
  }

  private static func forEachRecord(
    of records: [UInt8],
    _ body: (inout RecordReader) throws -> Void
  ) throws {
    var reader = RecordReader(records)
    while !reader.isAtEnd { try body(&reader) }
  }
}

extension Statement {
  fileprivate static let insertRecords = Statement(
    "INSERT INTO record_log (create_time_ms, records) VALUES (?1, ?2)"
  )
  fileprivate static let selectRecords = Statement("SELECT records FROM record_log ORDER BY id")
  fileprivate static let selectOldestRecords = Statement(
    """
    SELECT id, records FROM (SELECT * FROM record_log ORDER BY id LIMIT 1)
    WHERE create_time_ms < ?1
    """
  )
  fileprivate static let deleteRecords = Statement("DELETE FROM record_log WHERE id = ?1")
}
