/// Numbers and stores events. It belongs to the writer's thread.
final class Outbox {
  /// The sequence of the newest event.
  private(set) var lastSequence: Int64 = 0
  private var retention: Retention

  init(retentionMilliseconds: Int64) {
    retention = Retention(milliseconds: retentionMilliseconds)
  }

  func load(in transaction: Transaction) throws {
    try transaction.query(.selectEventBounds) { row in
      lastSequence = row[0]
      retention.noteStored(atMilliseconds: row[1])
    }
  }

  func append(
    aggregate: String,
    version: Int64,
    payload: [UInt8],
    nowMilliseconds: Int64,
    in transaction: Transaction
  ) throws -> Int64 {
    let sequence = lastSequence + 1
    try transaction.execute(.insertEvent, sequence, aggregate, version, nowMilliseconds, payload)
    lastSequence = sequence
    transaction.onRollback { self.lastSequence = sequence - 1 }
    retention.noteStored(atMilliseconds: nowMilliseconds)
    return sequence
  }

  var hasExpired: Bool { retention.hasExpired }

  /// Removes one chunk of the oldest events. The newest is always kept: the sequence goes on from it after
  /// a restart.
  func removeExpired(in transaction: Transaction) throws {
    let oldest = try transaction.query(.selectOldestEvents, lastSequence, retention.chunk) { row in
      (sequence: row[0] as Int64, createTime: row[1] as Int64)
    }
    let count = retention.takeExpired(oldest.map(\.createTime))
    if count > 0 { try transaction.execute(.deleteEvents, oldest[count - 1].sequence) }
  }
}

extension Transaction {
  /// Publishes an event with this transaction and returns its sequence.
  ///
  /// The caller numbers the versions of an aggregate, usually by a column of its row.
  @discardableResult
  public func appendEvent(
    aggregate: String,
    version: Int64,
    payload: [UInt8],
    nowMilliseconds: Int64
  ) throws -> Int64 {
    guard let memory else { throw StorageError(.readOnly, "a read tried to publish an event") }
    return try memory.outbox.append(
      aggregate: aggregate,
      version: version,
      payload: payload,
      nowMilliseconds: nowMilliseconds,
      in: self
    )
  }

  /// The events after a cursor, oldest first; 0 is the beginning.
  ///
  /// - Throws: `CursorExpired`.
  public func events(after cursor: Int64, limit: Int) throws -> [StoredEvent] {
    let events = try query(.selectEvents, cursor, limit) { row in
      StoredEvent(
        sequence: row[0],
        aggregate: row[1],
        aggregateVersion: row[2],
        createTimeMilliseconds: row[3],
        payload: row[4]
      )
    }
    // The sequence has no gaps: anything but the next number means that events in between are gone.
    let next = try events.first?.sequence ?? newestSequence() + 1
    guard limit <= 0 || next == cursor + 1 else { throw CursorExpired(cursor: cursor) }
    return events
  }

  /// The sequence of the newest event, 0 when there is none: the cursor that belongs to a snapshot read in
  /// this transaction.
  public func newestSequence() throws -> Int64 {
    try first(.selectNewestSequence) { row in row[0] } ?? 0
  }
}

extension Statement {
  fileprivate static let insertEvent = Statement("INSERT INTO outbox_event VALUES (?1, ?2, ?3, ?4, ?5)")
  fileprivate static let selectEvents = Statement(
    """
    SELECT sequence, aggregate, aggregate_version, create_time_ms, payload FROM outbox_event
    WHERE sequence > ?1 ORDER BY sequence LIMIT ?2
    """
  )
  fileprivate static let selectEventBounds = Statement(
    """
    SELECT newest.sequence, oldest.create_time_ms FROM
      (SELECT sequence FROM outbox_event ORDER BY sequence DESC LIMIT 1) AS newest,
      (SELECT create_time_ms FROM outbox_event ORDER BY sequence LIMIT 1) AS oldest
    """
  )
  fileprivate static let selectNewestSequence = Statement(
    "SELECT sequence FROM outbox_event ORDER BY sequence DESC LIMIT 1"
  )
  fileprivate static let selectOldestEvents = Statement(
    """
    SELECT sequence, create_time_ms FROM outbox_event
    WHERE sequence < ?1 ORDER BY sequence LIMIT ?2
    """
  )
  fileprivate static let deleteEvents = Statement("DELETE FROM outbox_event WHERE sequence <= ?1")
}
