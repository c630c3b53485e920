import PersonalData
import PortingRules
import Storage
import Telephony

/// The tables of port orders since they can be submitted.
public enum PortSchema {
  /// `view` is the order as its readers see it, without personal data; `sealed` is all of it. What is due stands in an
  /// index of its own, so that looking for it costs nothing for orders that are not. History is only added to.
  static let sql = """
    CREATE TABLE port (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, organization TEXT NOT NULL,
      location TEXT NOT NULL, state INTEGER NOT NULL, due_time_ms INTEGER, version INTEGER NOT NULL,
      view BLOB, sealed BLOB NOT NULL) STRICT;
    CREATE INDEX port_by_organization ON port (organization, sequence);
    CREATE INDEX port_by_state ON port (organization, state, sequence);
    CREATE INDEX port_by_location ON port (organization, location, sequence);
    CREATE INDEX port_due ON port (due_time_ms) WHERE due_time_ms IS NOT NULL;
    CREATE TABLE port_tn (
      phone_number INTEGER NOT NULL, port_sequence INTEGER NOT NULL REFERENCES port (sequence),
      is_held INTEGER NOT NULL, PRIMARY KEY (phone_number, port_sequence)) STRICT, WITHOUT ROWID;
    CREATE INDEX port_tn_by_port ON port_tn (port_sequence);
    CREATE TABLE port_history (
      port_sequence INTEGER NOT NULL REFERENCES port (sequence), position INTEGER NOT NULL, time_ms INTEGER NOT NULL,
      principal TEXT NOT NULL, event TEXT NOT NULL, state INTEGER NOT NULL, reason TEXT NOT NULL,
      PRIMARY KEY (port_sequence, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE port_document (id TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE port_notice (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, occasion TEXT NOT NULL, time_ms INTEGER NOT NULL,
      begun INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT '',
      UNIQUE (name, occasion)) STRICT;
    CREATE INDEX port_notice_open ON port_notice (id) WHERE begun = 0;
    CREATE TABLE port_out (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, organization TEXT NOT NULL,
      due_time_ms INTEGER, version INTEGER NOT NULL, contents BLOB NOT NULL) STRICT;
    CREATE INDEX port_out_by_organization ON port_out (organization, sequence);
    CREATE INDEX port_out_due ON port_out (due_time_ms) WHERE due_time_ms IS NOT NULL;
    CREATE TABLE port_out_protection (organization TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE personal_reading (
      id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, principal TEXT NOT NULL, resource TEXT NOT NULL) STRICT;
    """

  /// Makes the tables, and takes over the drafts of the tables before them.
  public static func create(_ transaction: Transaction, cipher: FieldCipher) throws {
    try transaction.run(script: sql)
    let table = PortTable(transaction, cipher: cipher)
    for order in try OldDrafts(transaction).all() { _ = try table.insert(order, view: nil) }
    try transaction.run(script: "DROP TABLE port_number; DROP TABLE port_order;")
  }
}

/// Drafts as they were before they could be submitted.
private struct OldDrafts {
  private let transaction: Transaction

  init(_ transaction: Transaction) { self.transaction = transaction }

  func all() throws -> [PortOrder] {
    try transaction.query(.selectOldDrafts) { row in
      (
        sequence: row[0] as Int64, name: row[1] as String, organization: row[2] as String,
        location: row[3] as String, time: row[4] as Int64
      )
    }
    .map { draft in
      PortOrder(
        name: draft.name,
        organization: draft.organization,
        location: draft.location,
        countryCode: "US",
        numbers: try numbers(draft.sequence),
        wish: PortWish(type: .standard),
        now: Instant(milliseconds: draft.time)
      )
    }
  }

  private func numbers(_ sequence: Int64) throws -> [NumberPortability] {
    try transaction.query(.selectOldNumbers, sequence) { row in
      NumberPortability(
        phoneNumber: row[0],
        answer: NumberPortability.Answer(rawValue: row[1]) ?? .notPortable,
        reason: row[2],
        fix: row[3],
        losingCarrier: row[4]
      )
    }
  }
}

extension Statement {
  // Canceled ones (6) are of no use any more.
  fileprivate static let selectOldDrafts = Statement(
    "SELECT sequence, name, organization, location, create_time_ms FROM port_order WHERE state = 1 ORDER BY sequence"
  )
  fileprivate static let selectOldNumbers = Statement(
    """
    SELECT phone_number, portability, reason, fix, losing_carrier FROM port_number
    WHERE order_sequence = ?1 ORDER BY position
    """
  )
}
