import Storage
import Telephony

/// A notice that waits to be sent.
public struct StoredNotice: Sendable {
  public let id: Int64
  /// The resource that it is about.
  public let name: String
  public let kind: String
  public let time: Instant
  public let attempts: Int
}

/// Notices: at most one for each occasion, and each begun at most once unless it was refused before it was sent.
public struct NoticeTable {
  private let transaction: Transaction

  public init(_ transaction: Transaction) { self.transaction = transaction }

  /// Notes that somebody has to be told.
  ///
  /// - Parameter occasion: of which there is one notice only, such as the version of the resource.
  public func insert(about name: String, kind: String, occasion: String, now: Instant) throws {
    try transaction.execute(.insert, name, kind, occasion, now.milliseconds)
  }

  public func open(limit: Int) throws -> [StoredNotice] {
    try transaction.query(.selectOpen, limit) { row in
      StoredNotice(
        id: row[0],
        name: row[1],
        kind: row[2],
        time: Instant(milliseconds: row[3]),
        attempts: row[4]
      )
    }
  }

  /// Notes that it is being sent. It stays so after a crash: whether it arrived is not known then, and nobody is told
  /// twice.
  public func begin(_ id: Int64) throws { try transaction.execute(.begin, id) }

  public func finish(_ id: Int64, outcome: String) throws { try transaction.execute(.finish, id, outcome) }

  /// Notes that it was surely not sent, so that it is tried again.
  public func putBack(_ id: Int64, outcome: String) throws { try transaction.execute(.putBack, id, outcome) }
}

extension Statement {
  fileprivate static let insert = Statement(
    "INSERT INTO port_notice (name, kind, occasion, time_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
  )
  fileprivate static let selectOpen = Statement(
    "SELECT id, name, kind, time_ms, attempts FROM port_notice WHERE begun = 0 ORDER BY id LIMIT ?1"
  )
  fileprivate static let begin = Statement(
    "UPDATE port_notice SET begun = 1, attempts = attempts + 1 WHERE id = ?1"
  )
  fileprivate static let finish = Statement("UPDATE port_notice SET outcome = ?2 WHERE id = ?1")
  fileprivate static let putBack = Statement("UPDATE port_notice SET begun = 0, outcome = ?2 WHERE id = ?1")
}
