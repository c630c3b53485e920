/// The answers of the mutating calls of the last hours: an append-only table, and an index in memory that is
/// rebuilt at start, because a table keyed by random ids halves the write rate (findings.md).
///
/// It belongs to the writer's thread.
final class RequestLog {
  private var rowIDs: [RequestKeyDigest: Int64] = [:]
  private var lastRowID: Int64 = 0
  private var retention: Retention

  init(retentionMilliseconds: Int64) {
    retention = Retention(milliseconds: retentionMilliseconds)
  }

  /// Rebuilds the index.
  func load(in transaction: Transaction) throws {
    try transaction.query(.selectRequests) { row in
      let key = RequestKey(principal: row[2], method: row[3], requestID: row[4])
      lastRowID = row[0]
      rowIDs[RequestKeyDigest(key)] = lastRowID
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
    try store(response, to: request, in: transaction)
    return response
  }

  private func storedResponse(
    to request: IdempotentRequest,
    in transaction: Transaction
  ) throws -> [UInt8]? {
    guard let rowID = rowIDs[request.digest] else { return nil }
    return try transaction.first(.selectRequest, rowID) { row -> [UInt8]? in
      let key = RequestKey(principal: row[0], method: row[1], requestID: row[2])
      // Two keys with the same 128 bits: the newer one takes the place in the index.
      guard key == request.key else { return nil }
      let requestHash: [UInt8] = row[3]
      guard requestHash == request.hash else { throw RequestIDReused() }
      return row[4]
    } ?? nil
  }

  private func store(
    _ response: [UInt8],
    to request: IdempotentRequest,
    in transaction: Transaction
  ) throws {
    let rowID = lastRowID + 1
    try transaction.execute(
      .insertRequest,
      rowID,
      request.nowMilliseconds,
      request.key.principal,
      request.key.method,
      request.key.requestID,
      request.hash,
      response
    )
    // Numbers of rows that were undone may stay unused.
    lastRowID = rowID
    rowIDs[request.digest] = rowID
    // A row that is not there counts as not stored; this only keeps failing commits from filling memory.
    transaction.onRollback { self.rowIDs[request.digest] = nil }
    retention.noteStored(atMilliseconds: request.nowMilliseconds)
  }
}

// MARK: - Retention
extension RequestLog {
  var hasExpired: Bool { retention.hasExpired }

  /// Removes one chunk of the oldest rows.
  func removeExpired(in transaction: Transaction) throws {
    let oldest = try transaction.query(.selectOldestRequests, retention.chunk) { row in
      (
        rowID: row[0] as Int64, createTime: row[1] as Int64,
        digest: RequestKeyDigest(RequestKey(principal: row[2], method: row[3], requestID: row[4]))
      )
    }
    let expired = oldest.prefix(retention.takeExpired(oldest.map(\.createTime)))
    guard let last = expired.last else { return }
    try transaction.execute(.deleteRequests, last.rowID)
    for row in expired where rowIDs[row.digest] == row.rowID {
      rowIDs[row.digest] = nil
      transaction.onRollback { self.rowIDs[row.digest] = row.rowID }
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

/// A mutating call as its log sees it.
struct IdempotentRequest: Sendable {
  let key: RequestKey
  let digest: RequestKeyDigest
  let hash: [UInt8]
  let nowMilliseconds: Int64
}

extension Statement {
  fileprivate static let selectRequests = Statement(
    "SELECT id, create_time_ms, principal, method, request_id FROM request_log ORDER BY id"
  )
  fileprivate static let selectOldestRequests = Statement(
    "SELECT id, create_time_ms, principal, method, request_id FROM request_log ORDER BY id LIMIT ?1"
  )
  fileprivate static let selectRequest = Statement(
    "SELECT principal, method, request_id, request_hash, response FROM request_log WHERE id = ?1"
  )
  fileprivate static let insertRequest = Statement(
    "INSERT INTO request_log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
  )
  fileprivate static let deleteRequests = Statement("DELETE FROM request_log WHERE id <= ?1")
}
