import PersonalData
import PortingRules
import Storage
import Telephony

/// A notice that waits to be sent.
public struct StoredNotice: Sendable {
  public let id: Int64
  /// The resource that it is about.
  public let name: String
  public let content: PortNotice.Content
  public let time: Instant
  /// How often it was tried before.
  public let attempts: Int
}

/// Notices: at most one for each occasion, and each begun at most once unless it was refused before it was sent.
public struct NoticeTable {
  private let transaction: Transaction

  public init(_ transaction: Transaction) { self.transaction = transaction }

  /// Notes that somebody has to be told.
  ///
  /// - Parameter occasion: of which there is one notice only, such as the version of the resource.
  public func insert(
    about name: String,
    kind: String,
    occasion: String,
    _ content: PortNotice.Content,
    now: Instant
  ) throws {
    try transaction.execute(
      .insert,
      name,
      kind,
      occasion,
      now.milliseconds,
      content.subject,
      content.text
    )
  }

  /// Those that may be tried now, what has waited longest first.
  public func open(at now: Instant, limit: Int) throws -> [StoredNotice] {
    try transaction.query(.selectOpen, now.milliseconds, limit) { row in
      StoredNotice(
        id: row[0],
        name: row[1],
        content: (row[2], row[3]),
        time: Instant(milliseconds: row[4]),
        attempts: row[5]
      )
    }
  }

  /// Notes that it is being sent. It stays so after a crash: whether it arrived is not known then, and nobody is told
  /// twice.
  public func begin(_ id: Int64) throws { try transaction.execute(.begin, id) }

  public func finish(_ id: Int64, outcome: String) throws { try transaction.execute(.finish, id, outcome) }

  /// Notes that it was surely not sent, so that it is tried again.
  public func putBack(_ id: Int64, outcome: String, until time: Instant) throws {
    try transaction.execute(.putBack, id, outcome, time.milliseconds)
  }
}

// MARK: - Migration
extension NoticeTable {
  /// Before, a notice was written when it was sent: those that wait are written now.
  public static func keepContents(_ transaction: Transaction, cipher: FieldCipher) throws {
    try transaction.run(
      script: """
        ALTER TABLE port_notice ADD COLUMN subject TEXT NOT NULL DEFAULT '';
        ALTER TABLE port_notice ADD COLUMN text TEXT NOT NULL DEFAULT '';
        ALTER TABLE port_notice ADD COLUMN due_time_ms INTEGER NOT NULL DEFAULT 0;
        DROP INDEX port_notice_open;
        CREATE INDEX port_notice_open ON port_notice (due_time_ms, id) WHERE begun = 0;
        """
    )
    let open = try transaction.query(.selectUnwritten) { row in
      (id: row[0] as Int64, name: row[1] as String, kind: row[2] as String)
    }
    for notice in open {
      guard let content = try content(notice.name, notice.kind, transaction, cipher) else { continue }
      try transaction.execute(.write, notice.id, content.subject, content.text)
    }
  }

  private static func content(
    _ name: String,
    _ kind: String,
    _ transaction: Transaction,
    _ cipher: FieldCipher
  ) throws -> PortNotice.Content? {
    if let portOut = try PortOutTable(transaction).find(name) { return PortNotice.mail(about: portOut) }
    guard let order = try PortTable(transaction, cipher: cipher).port(named: name)?.order,
      let event = PortHistoryEntry.Event(rawValue: kind)
    else { return nil }
    return PortNotice.mail(event, about: order)
  }
}

extension Statement {
  fileprivate static let insert = Statement(
    """
    INSERT INTO port_notice (name, kind, occasion, time_ms, due_time_ms, subject, text)
    VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6) ON CONFLICT DO NOTHING
    """
  )
  fileprivate static let selectOpen = Statement(
    """
    SELECT id, name, subject, text, time_ms, attempts FROM port_notice
    WHERE begun = 0 AND due_time_ms <= ?1 ORDER BY due_time_ms, id LIMIT ?2
    """
  )
  fileprivate static let begin = Statement(
    "UPDATE port_notice SET begun = 1, attempts = attempts + 1 WHERE id = ?1"
  )
  fileprivate static let finish = Statement("UPDATE port_notice SET outcome = ?2 WHERE id = ?1")
  fileprivate static let putBack = Statement(
    "UPDATE port_notice SET begun = 0, outcome = ?2, due_time_ms = ?3 WHERE id = ?1"
  )
  fileprivate static let selectUnwritten = Statement("SELECT id, name, kind FROM port_notice WHERE begun = 0")
  fileprivate static let write = Statement("UPDATE port_notice SET subject = ?2, text = ?3 WHERE id = ?1")
}
