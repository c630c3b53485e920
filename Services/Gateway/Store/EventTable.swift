import GatewayRules
import Storage
import Telephony

/// An event with its place in the stream.
public struct StoredHappening: Sendable {
  public let cursor: Int64
  public let happening: Happening

  public init(cursor: Int64, happening: Happening) {
    self.cursor = cursor
    self.happening = happening
  }
}

/// The events of all organizations, in the order in which they came from the services.
public struct EventTable {
  private let transaction: Transaction

  public init(_ transaction: Transaction) { self.transaction = transaction }

  /// The sequence of the last event of a service that was taken over.
  public func cursor(of source: String) throws -> Int64 {
    try transaction.first(.selectSource, source) { row in row[0] } ?? 0
  }

  public func setCursor(_ cursor: Int64, of source: String) throws {
    try transaction.execute(.saveSource, source, cursor)
  }

  /// Appends an event, and returns its cursor.
  public func append(_ happening: Happening) throws -> Int64 {
    try transaction.first(
      .insertEvent,
      happening.organization,
      happening.kind,
      happening.resource,
      happening.location,
      happening.state,
      happening.reason,
      happening.phoneNumbers.joined(separator: " "),
      happening.time.milliseconds
    ) { row in row[0] } ?? 0
  }

  /// The events of an organization after a cursor, oldest first, with what all are told. Those of other kinds are left out by the caller: few
  /// are.
  public func events(of organization: String, after cursor: Int64, limit: Int) throws -> [StoredHappening] {
    try transaction.query(.selectEvents, organization, cursor, limit) { row in
      StoredHappening(row, organization: organization)
    }
  }

  /// The last cursor that is not kept any more.
  public func end() throws -> Int64 { try transaction.first(.selectEnd) { row in row[0] } ?? 0 }

  /// The last cursor that was given.
  public func newest() throws -> Int64 {
    try max(transaction.first(.selectNewest) { row in row[0] } ?? 0, end())
  }

  /// Ends keeping events before a time, some at a time; returns how many. Those that are still to be delivered go with
  /// their last delivery, so that they are looked at once.
  public func forget(before time: Instant, limit: Int) throws -> Int {
    let end = try end()
    let oldest = try transaction.query(.selectOldest, end, limit) { row in
      (cursor: row[0] as Int64, time: Instant(milliseconds: row[1]))
    }
    // The first that is young ends it: what a snapshot tells happened long ago, behind events of today.
    let old = oldest.prefix { $0.time < time }
    guard let last = old.last else { return 0 }
    try transaction.execute(.saveEnd, last.cursor)
    try transaction.execute(.deleteEvents, end, last.cursor)
    return old.count
  }

  /// Removes an event that was to be delivered, when it is not kept and nothing else needs it.
  public func release(_ cursor: Int64) throws { try transaction.execute(.deleteReleased, cursor) }
}

extension StoredHappening {
  /// - Parameter row: cursor, kind, resource, location, state, reason, numbers, time.
  init(_ row: borrowing Row, organization: String) {
    let (resource, numbers): (String, String) = (row[2], row[6])
    cursor = row[0]
    happening = Happening(
      organization: resource.isEmpty ? "" : organization,
      kind: row[1],
      resource: resource,
      location: row[3],
      state: row[4],
      reason: row[5],
      phoneNumbers: numbers.split(separator: " ").map(String.init),
      time: Instant(milliseconds: row[7])
    ).told(to: organization)
  }
}

extension Statement {
  fileprivate static let selectSource = Statement("SELECT cursor FROM event_source WHERE name = ?1")
  fileprivate static let saveSource = Statement(
    "INSERT INTO event_source VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor"
  )
  fileprivate static let insertEvent = Statement(
    """
    INSERT INTO event (organization, kind, resource, location, state, reason, phone_numbers, time_ms)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING cursor
    """
  )
  fileprivate static let selectEvents = Statement(
    """
    SELECT cursor, kind, resource, location, state, reason, phone_numbers, time_ms FROM (
      SELECT * FROM (SELECT * FROM event WHERE organization = ?1 AND cursor > ?2 ORDER BY cursor LIMIT ?3)
      UNION ALL
      SELECT * FROM (SELECT * FROM event WHERE organization = '' AND cursor > ?2 ORDER BY cursor LIMIT ?3))
    ORDER BY cursor LIMIT ?3
    """
  )
  fileprivate static let selectEnd = Statement("SELECT cursor FROM event_end")
  fileprivate static let saveEnd = Statement("UPDATE event_end SET cursor = ?1")
  fileprivate static let selectNewest = Statement("SELECT cursor FROM event ORDER BY cursor DESC LIMIT 1")
  fileprivate static let selectOldest = Statement(
    "SELECT cursor, time_ms FROM event WHERE cursor > ?1 ORDER BY cursor LIMIT ?2"
  )
  fileprivate static let deleteEvents = Statement(
    """
    DELETE FROM event WHERE cursor > ?1 AND cursor <= ?2
      AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.cursor = event.cursor)
    """
  )
  fileprivate static let deleteReleased = Statement(
    """
    DELETE FROM event WHERE cursor = ?1 AND cursor <= (SELECT cursor FROM event_end)
      AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.cursor = event.cursor)
    """
  )
}
