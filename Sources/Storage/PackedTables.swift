/// The second form of the storage layer's own tables: one row for all events, and one for all answers, of a commit.
enum PackedTables {
  static func create(in transaction: Transaction) throws {
    try transaction.run(
      script: """
        CREATE TABLE request_answers (
          id INTEGER PRIMARY KEY, create_time_ms INTEGER NOT NULL, entries BLOB NOT NULL) STRICT;
        CREATE TABLE outbox (
          last_sequence INTEGER PRIMARY KEY, first_sequence INTEGER NOT NULL,
          create_time_ms INTEGER NOT NULL, events BLOB NOT NULL) STRICT;
        """
    )
    try moveRequests(in: transaction)
    try moveEvents(in: transaction)
    try transaction.run(script: "DROP TABLE request_log; DROP TABLE outbox_event;")
  }

  private static func moveRequests(in transaction: Transaction) throws {
    try transaction.query(.selectUnpackedRequests) { row in
      let key = RequestKey(principal: row[2], method: row[3], requestID: row[4])
      let request = IdempotentRequest(key, row[5], row[1])
      var packer = RecordPacker()
      packer.append(request, row[6])
      try transaction.execute(.insertRequests, row[0] as Int64, request.nowMilliseconds, packer.bytes)
    }
  }

  private static func moveEvents(in transaction: Transaction) throws {
    try transaction.query(.selectUnpackedEvents) { row in
      let sequence: Int64 = row[0]
      let createTime: Int64 = row[3]
      var packer = RecordPacker()
      packer.appendEvent(row[1], row[2], createTime, row[4])
      try transaction.execute(.insertEvents, sequence, sequence, createTime, packer.bytes)
    }
  }
}

extension Statement {
  fileprivate static let selectUnpackedRequests = Statement(
    """
    SELECT id, create_time_ms, principal, method, request_id, request_hash, response
    FROM request_log ORDER BY id
    """
  )
  fileprivate static let selectUnpackedEvents = Statement(
    """
    SELECT sequence, aggregate, aggregate_version, create_time_ms, payload FROM outbox_event ORDER BY sequence
    """
  )
}
