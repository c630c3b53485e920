import OrderingRules
import Storage
import Telephony

/// The set-ups of locations. What was asked for is personal and sealed, and forgotten when they end.
public struct SetUpTable {
  /// The table, a migration of its own.
  public static let sql = """
    CREATE TABLE set_up (
      sequence INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, organization TEXT NOT NULL, location TEXT NOT NULL,
      fingerprint BLOB NOT NULL, sealed BLOB, has_address INTEGER NOT NULL, phase TEXT NOT NULL,
      location_etag TEXT NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL, early_refusals INTEGER NOT NULL,
      create_time_ms INTEGER NOT NULL, update_time_ms INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;
    CREATE INDEX set_up_by_organization ON set_up (organization, sequence);
    CREATE INDEX set_up_unfinished ON set_up (sequence) WHERE sealed IS NOT NULL;
    """

  private let transaction: Transaction

  public init(_ transaction: Transaction) {
    self.transaction = transaction
  }

  /// One set-up, by its name.
  public func find(_ name: String) throws -> SetUp? {
    try transaction.first(.find, name) { row in try Self.setUp(row) }.map(complete)
  }

  /// The newest of an organization before a place in the order of creation, with their places.
  public func list(
    of organization: String,
    before sequence: Int64 = .max,
    limit: Int
  ) throws -> [(setUp: SetUp, sequence: Int64)] {
    try transaction.query(.list, organization, limit, sequence) { row in
      (try Self.setUp(row), row[11] as Int64)
    }
    .map { (try complete($0), $1) }
  }

  /// Names of those that have something to do, oldest first.
  public func unfinished() throws -> [String] { try transaction.query(.unfinished) { row in row[0] } }

  /// Whether the request that made a set-up is this one; nil when nothing made it.
  public func isMade(_ name: String, by fingerprint: [UInt8]) throws -> Bool? {
    try transaction.first(.selectFingerprint, name) { row in (row[0] as [UInt8]) == fingerprint }
  }

  /// What was asked for; nil when it ended.
  public func request(of name: String) throws -> [UInt8]? {
    try transaction.first(.selectRequest, name) { row in row[0] as [UInt8]? } ?? nil
  }

  public func insert(_ setUp: SetUp, organization: String, fingerprint: [UInt8], sealed: [UInt8]) throws {
    try transaction.execute(
      .insert,
      setUp.name,
      organization,
      setUp.location,
      fingerprint,
      sealed,
      setUp.hasAddress,
      setUp.phase.rawValue,
      setUp.createTime.milliseconds,
      setUp.version
    )
    try writeHistory(of: setUp)
  }

  public func update(_ setUp: SetUp) throws {
    try transaction.execute(
      .update,
      setUp.name,
      setUp.phase.rawValue,
      setUp.locationETag,
      setUp.reason,
      setUp.message,
      setUp.earlyRefusals,
      setUp.updateTime.milliseconds,
      setUp.version
    )
    try writeHistory(of: setUp)
    if setUp.isEnded { try transaction.execute(.forgetRequest, setUp.name) }
  }

  private func writeHistory(of setUp: SetUp) throws {
    for (position, event) in setUp.history.enumerated() {
      try transaction.execute(
        .putEvent,
        setUp.name,
        position,
        event.time.milliseconds,
        event.principal,
        event.kind.rawValue,
        event.phase.rawValue
      )
    }
  }

  private func complete(_ setUp: SetUp) throws -> SetUp {
    let history = try transaction.query(.selectEvents, setUp.name) { row in
      let (kind, phase): (String, String) = (row[2], row[3])
      guard let kind = SetUp.Event.Kind(rawValue: kind), let phase = SetUp.Phase(rawValue: phase) else {
        throw StoredOrderDamaged(name: setUp.name)
      }
      return SetUp.Event(kind, time: Instant(milliseconds: row[0]), principal: row[1], phase: phase)
    }
    return setUp.remembering(history)
  }

  private static func setUp(_ row: borrowing Row) throws -> SetUp {
    let (name, phase): (String, String) = (row[0], row[3])
    guard let known = SetUp.Phase(rawValue: phase) else { throw StoredOrderDamaged(name: name) }
    return SetUp(
      name: name,
      location: row[1],
      hasAddress: row[2],
      phase: known,
      locationETag: row[4],
      reason: row[5],
      message: row[6],
      earlyRefusals: row[7],
      createTime: Instant(milliseconds: row[8]),
      updateTime: Instant(milliseconds: row[9]),
      version: row[10]
    )
  }
}

extension Statement {
  fileprivate static let find = Statement(
    """
    SELECT name, location, has_address, phase, location_etag, reason, message, early_refusals, create_time_ms,
      update_time_ms, version
    FROM set_up WHERE name = ?1
    """
  )
  fileprivate static let list = Statement(
    """
    SELECT name, location, has_address, phase, location_etag, reason, message, early_refusals, create_time_ms,
      update_time_ms, version, sequence
    FROM set_up WHERE organization = ?1 AND sequence < ?3 ORDER BY sequence DESC LIMIT ?2
    """
  )
  fileprivate static let putEvent = Statement(
    "INSERT INTO set_up_event VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name, position) DO NOTHING"
  )
  fileprivate static let selectEvents = Statement(
    "SELECT time_ms, principal, event, phase FROM set_up_event WHERE name = ?1 ORDER BY position"
  )
  fileprivate static let unfinished = Statement(
    "SELECT name FROM set_up WHERE sealed IS NOT NULL ORDER BY sequence"
  )
  fileprivate static let selectFingerprint = Statement("SELECT fingerprint FROM set_up WHERE name = ?1")
  fileprivate static let selectRequest = Statement("SELECT sealed FROM set_up WHERE name = ?1")
  fileprivate static let insert = Statement(
    """
    INSERT INTO set_up (name, organization, location, fingerprint, sealed, has_address, phase, location_etag,
      reason, message, early_refusals, create_time_ms, update_time_ms, version)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', '', '', 0, ?8, ?8, ?9)
    """
  )
  fileprivate static let update = Statement(
    """
    UPDATE set_up SET phase = ?2, location_etag = ?3, reason = ?4, message = ?5, early_refusals = ?6,
      update_time_ms = ?7, version = ?8
    WHERE name = ?1
    """
  )
  fileprivate static let forgetRequest = Statement("UPDATE set_up SET sealed = NULL WHERE name = ?1")
}
