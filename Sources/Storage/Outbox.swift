/// Numbers the events of the writer's transactions, and stores those of one commit as one row: a row costs several
/// times what the event in it costs.
///
/// It belongs to the writer's thread.
final class Outbox {
  /// The sequence of the newest event.
  private(set) var lastSequence: Int64 = 0
  /// Events of this transaction.
  private var pending = RecordPacker()
  private var pendingCount: Int64 = 0
  private var latestMilliseconds: Int64 = 0
  private var retention: Retention

  /// How far the outbox was when a job began.
  struct Mark {
    let lastSequence: Int64
    let bytes: Int
  }

  init(retentionMilliseconds: Int64) {
    retention = Retention(milliseconds: retentionMilliseconds)
  }

  func load(in transaction: Transaction) throws {
    try transaction.query(.selectEventBounds) { row in
      lastSequence = row[0]
      retention.noteStored(atMilliseconds: row[1])
    }
  }

  func append(aggregate: String, version: Int64, payload: [UInt8], nowMilliseconds: Int64) -> Int64 {
    lastSequence += 1
    pendingCount += 1
    pending.appendEvent(aggregate, version, nowMilliseconds, payload)
    latestMilliseconds = nowMilliseconds
    return lastSequence
  }

  var mark: Mark { Mark(lastSequence: lastSequence, bytes: pending.count) }

  /// Forgets the events after a mark of this transaction.
  func goBack(to mark: Mark) {
    pendingCount -= lastSequence - mark.lastSequence
    lastSequence = mark.lastSequence
    pending.truncate(to: mark.bytes)
  }

  /// Stores the events of this transaction.
  func store(in transaction: Transaction) throws {
    guard pendingCount > 0 else { return }
    let first = lastSequence - pendingCount + 1
    try transaction.execute(.insertEvents, lastSequence, first, latestMilliseconds, pending.bytes)
  }

  /// They are durable.
  func committed() {
    guard pendingCount > 0 else { return }
    retention.noteStored(atMilliseconds: latestMilliseconds)
    pending.clear()
    pendingCount = 0
  }

  var hasExpired: Bool { retention.hasExpired }

  /// Removes one chunk of the oldest rows. The newest is always kept: the sequence goes on from it after a restart.
  func removeExpired(in transaction: Transaction) throws {
    let oldest = try transaction.query(.selectOldestEvents, lastSequence, retention.chunk) { row in
      (last: row[0] as Int64, createTime: row[1] as Int64)
    }
    let count = retention.takeExpired(oldest.map(\.createTime))
    if count > 0 { try transaction.execute(.deleteEvents, oldest[count - 1].last) }
  }
}

extension RecordPacker {
  mutating func appendEvent(_ aggregate: String, _ version: Int64, _ createTime: Int64, _ payload: [UInt8]) {
    append(aggregate)
    append(version)
    append(createTime)
    append(payload)
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
    return memory.outbox.append(
      aggregate: aggregate,
      version: version,
      payload: payload,
      nowMilliseconds: nowMilliseconds
    )
  }

  /// The durable events after a cursor, oldest first; 0 is the beginning.
  ///
  /// - Throws: `CursorExpired`.
  public func events(after cursor: Int64, limit: Int) throws -> [StoredEvent] {
    guard limit > 0 else { return [] }
    var events: [StoredEvent] = []
    var next = cursor + 1
    while events.count < limit, let stored = try storedEvents(from: next) {
      let wanted = stored.drop { $0.sequence < next }.prefix(limit - events.count)
      guard let last = wanted.last else { break }
      events += wanted
      next = last.sequence + 1
    }
    // The sequence has no gaps: anything but the next number means that events in between are gone.
    let first = try events.first?.sequence ?? newestSequence() + 1
    guard first == cursor + 1 else { throw CursorExpired(cursor: cursor) }
    return events
  }

  /// The cursor from which all events that are kept follow, for those that have no snapshot to begin with.
  public func oldestCursor() throws -> Int64 {
    try first(.selectOldestSequence) { row in row[0] - 1 } ?? newestSequence()
  }

  /// The events of the row that ends at or after a sequence.
  private func storedEvents(from sequence: Int64) throws -> [StoredEvent]? {
    try first(.selectEvents, sequence) { row in
      var reader = RecordReader(row[1])
      var number: Int64 = row[0]
      var events: [StoredEvent] = []
      while !reader.isAtEnd {
        events.append(try reader.event(sequence: number))
        number += 1
      }
      return events
    }
  }

  /// The sequence of the newest event, 0 when there is none: the cursor that belongs to a snapshot read in
  /// this transaction.
  public func newestSequence() throws -> Int64 {
    try memory?.outbox.lastSequence ?? first(.selectNewestSequence) { row in row[0] } ?? 0
  }
}

extension RecordReader {
  fileprivate mutating func event(sequence: Int64) throws(StorageError) -> StoredEvent {
    StoredEvent(
      sequence: sequence,
      aggregate: try text(),
      aggregateVersion: try integer(),
      createTimeMilliseconds: try integer(),
      payload: try blob()
    )
  }
}

extension Statement {
  static let insertEvents = Statement("INSERT INTO outbox VALUES (?1, ?2, ?3, ?4)")
  fileprivate static let selectEvents = Statement(
    "SELECT first_sequence, events FROM outbox WHERE last_sequence >= ?1 ORDER BY last_sequence LIMIT 1"
  )
  fileprivate static let selectOldestSequence = Statement(
    "SELECT first_sequence FROM outbox ORDER BY last_sequence LIMIT 1"
  )
  fileprivate static let selectEventBounds = Statement(
    """
    SELECT newest.last_sequence, oldest.create_time_ms FROM
      (SELECT last_sequence FROM outbox ORDER BY last_sequence DESC LIMIT 1) AS newest,
      (SELECT create_time_ms FROM outbox ORDER BY last_sequence LIMIT 1) AS oldest
    """
  )
  fileprivate static let selectNewestSequence = Statement(
    "SELECT last_sequence FROM outbox ORDER BY last_sequence DESC LIMIT 1"
  )
  fileprivate static let selectOldestEvents = Statement(
    """
    SELECT last_sequence, create_time_ms FROM outbox
    WHERE last_sequence < ?1 ORDER BY last_sequence LIMIT ?2
    """
  )
  fileprivate static let deleteEvents = Statement("DELETE FROM outbox WHERE last_sequence <= ?1")
}
