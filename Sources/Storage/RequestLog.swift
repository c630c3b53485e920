/// The answers of the mutating calls of the last hours: an append-only table, and an index in memory that is
/// rebuilt at start, because a table keyed by random ids halves the write rate (findings.md). The answers of one
/// commit are one row.
///
/// It belongs to the writer's thread.
final class RequestLog {
  /// Where an answer is: its row, and where in it the entry begins.
  private struct Place {
    let row: Int64
    let offset: Int32
  }

  private var places: [RequestKeyDigest: Place] = [:]
  /// The row that this transaction will write.
  private var nextRow: Int64 = 1
  private var pending = RecordPacker()
  private var pendingDigests: [RequestKeyDigest] = []
  private var latestMilliseconds: Int64 = 0
  private var retention: Retention

  /// How far the log was when a job began.
  struct Mark {
    let bytes: Int
    let count: Int
  }

  init(retentionMilliseconds: Int64) {
    retention = Retention(milliseconds: retentionMilliseconds)
  }

  /// Rebuilds the index.
  func load(in transaction: Transaction) throws {
    try transaction.query(.selectRequests) { row in
      let id: Int64 = row[0]
      try Self.forEachEntry(of: row[2]) { entry, offset in
        places[RequestKeyDigest(entry.key)] = Place(row: id, offset: offset)
      }
      nextRow = id + 1
      retention.noteStored(atMilliseconds: row[1])
    }
  }

  /// The stored response of the same request, or the new one of `body`, which is then stored.
  func once(
    _ request: IdempotentRequest,
    in transaction: Transaction,
    body: () throws -> [UInt8]
  ) throws -> [UInt8] {
    if let stored = try storedResponse(to: request, in: transaction) { return stored }
    let response = try body()
    note(response, to: request)
    return response
  }

  private func storedResponse(
    to request: IdempotentRequest,
    in transaction: Transaction
  ) throws -> [UInt8]? {
    guard let place = places[request.digest], let entries = try entries(at: place, in: transaction) else {
      return nil
    }
    var reader = RecordReader(entries, at: Int(place.offset))
    let entry = try RequestLogEntry(&reader)
    // Two keys with the same 128 bits: the newer one takes the place in the index.
    guard entry.key == request.key else { return nil }
    // A hash of another size is of an older version: it cannot be compared, and is gone in a day.
    guard entry.hash == request.hash || entry.hash.count != request.hash.count else {
      throw RequestIDReused()
    }
    return entry.response
  }

  private func entries(at place: Place, in transaction: Transaction) throws -> [UInt8]? {
    if place.row == nextRow { return pending.bytes }
    return try transaction.first(.selectRequest, place.row) { row in row[0] }
  }

  private func note(_ response: [UInt8], to request: IdempotentRequest) {
    places[request.digest] = Place(row: nextRow, offset: Int32(clamping: pending.count))
    pendingDigests.append(request.digest)
    pending.append(request, response)
    latestMilliseconds = request.nowMilliseconds
  }
}

// MARK: - Transactions
extension RequestLog {
  var mark: Mark { Mark(bytes: pending.count, count: pendingDigests.count) }

  /// Forgets the answers after a mark of this transaction.
  func goBack(to mark: Mark) {
    for digest in pendingDigests[mark.count...] { places[digest] = nil }
    pendingDigests.removeLast(pendingDigests.count - mark.count)
    pending.truncate(to: mark.bytes)
  }

  /// Stores the answers of this transaction.
  func store(in transaction: Transaction) throws {
    guard !pendingDigests.isEmpty else { return }
    try transaction.execute(.insertRequests, nextRow, latestMilliseconds, pending.bytes)
  }

  /// They are durable.
  func committed() {
    guard !pendingDigests.isEmpty else { return }
    nextRow += 1
    pendingDigests.removeAll(keepingCapacity: true)
    pending.clear()
    retention.noteStored(atMilliseconds: latestMilliseconds)
  }
}

// MARK: - Retention
extension RequestLog {
  var hasExpired: Bool { retention.hasExpired }

  /// Removes one chunk of the oldest rows.
  func removeExpired(in transaction: Transaction) throws {
    let oldest = try transaction.query(.selectOldestRequests, retention.chunk) { row in
      (id: row[0] as Int64, createTime: row[1] as Int64, entries: row[2] as [UInt8])
    }
    let expired = oldest.prefix(retention.takeExpired(oldest.map(\.createTime)))
    guard let last = expired.last else { return }
    try transaction.execute(.deleteRequests, last.id)
    for row in expired { try forget(row.entries, of: row.id, in: transaction) }
  }

  private func forget(_ entries: [UInt8], of row: Int64, in transaction: Transaction) throws {
    try Self.forEachEntry(of: entries) { entry, _ in
      let digest = RequestKeyDigest(entry.key)
      guard let place = places[digest], place.row == row else { return }
      places[digest] = nil
      transaction.onRollback { self.places[digest] = place }
    }
  }

  private static func forEachEntry(
    of entries: [UInt8],
    _ body: (RequestLogEntry, _ offset: Int32) throws -> Void
  ) throws {
    var reader = RecordReader(entries)
    while !reader.isAtEnd {
      let offset = Int32(clamping: reader.position)
      try body(try RequestLogEntry(&reader), offset)
    }
  }
}

extension Transaction {
  /// Runs `body` unless this request has a stored response.
  func once(_ request: IdempotentRequest, _ body: () throws -> [UInt8]) throws -> [UInt8] {
    guard let memory else { throw StorageError(.readOnly, "a read tried to store a response") }
    return try memory.requestLog.once(request, in: self, body: body)
  }
}

extension Statement {
  static let insertRequests = Statement("INSERT INTO request_answers VALUES (?1, ?2, ?3)")
  fileprivate static let selectRequests = Statement(
    "SELECT id, create_time_ms, entries FROM request_answers ORDER BY id"
  )
  fileprivate static let selectOldestRequests = Statement(
    "SELECT id, create_time_ms, entries FROM request_answers ORDER BY id LIMIT ?1"
  )
  fileprivate static let selectRequest = Statement("SELECT entries FROM request_answers WHERE id = ?1")
  fileprivate static let deleteRequests = Statement("DELETE FROM request_answers WHERE id <= ?1")
}
