/// One forward step of a schema. Released steps never change.
public struct Migration: Sendable {
  /// 1, 2, 3, ... without gaps.
  public let version: Int
  let apply: @Sendable (Transaction) throws -> Void

  /// A step that needs code.
  public init(_ version: Int, apply: @escaping @Sendable (Transaction) throws -> Void) {
    self.version = version
    self.apply = apply
  }

  /// A step that is only SQL.
  public init(_ version: Int, sql: String) {
    self.init(version) { try $0.run(script: sql) }
  }
}

/// Brings the schema of one owner of tables up to date, each step in a transaction with its version.
struct Migrator {
  /// Who owns the tables: the service, or the storage layer itself.
  let component: String
  let migrations: [Migration]

  func run(in transaction: Transaction) throws {
    try checkNumbers()
    var current = 0
    try transaction.performAlone(.beginWriting) {
      try $0.execute(.createSchemaVersion)
      current = try version(in: $0)
    }
    guard current <= migrations.count else {
      throw StorageError(
        .newerSchema,
        "schema of \(component) is \(current), this program knows \(migrations.count)"
      )
    }
    for migration in migrations.dropFirst(current) {
      try transaction.performAlone(.beginWriting) {
        try migration.apply($0)
        try $0.execute(.setSchemaVersion, component, migration.version)
      }
    }
  }

  private func checkNumbers() throws {
    guard migrations.enumerated().allSatisfy({ $0.element.version == $0.offset + 1 }) else {
      throw StorageError(.invalidStatement, "migrations of \(component) must count 1, 2, 3, ...")
    }
  }

  private func version(in transaction: Transaction) throws -> Int {
    try transaction.first(.selectSchemaVersion, component) { row in row[0] } ?? 0
  }
}

extension Migrator {
  /// The tables of the storage layer itself.
  static let storage = Migrator(
    component: "storage",
    migrations: [
      Migration(
        1,
        sql: """
          CREATE TABLE request_log (
            id INTEGER PRIMARY KEY, create_time_ms INTEGER NOT NULL, principal TEXT NOT NULL,
            method TEXT NOT NULL, request_id TEXT NOT NULL, request_hash BLOB NOT NULL,
            response BLOB NOT NULL) STRICT;
          CREATE TABLE outbox_event (
            sequence INTEGER PRIMARY KEY, aggregate TEXT NOT NULL, aggregate_version INTEGER NOT NULL,
            create_time_ms INTEGER NOT NULL, payload BLOB NOT NULL) STRICT;
          """
      ),
      Migration(2, apply: PackedTables.create),
      Migration(
        3,
        sql: """
          CREATE TABLE record_log (
            id INTEGER PRIMARY KEY, create_time_ms INTEGER NOT NULL, records BLOB NOT NULL) STRICT;
          """
      ),
    ]
  )
}

extension Statement {
  fileprivate static let createSchemaVersion = Statement(
    """
    CREATE TABLE IF NOT EXISTS schema_version (
      component TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) STRICT
    """
  )
  fileprivate static let selectSchemaVersion = Statement(
    "SELECT version FROM schema_version WHERE component = ?1"
  )
  fileprivate static let setSchemaVersion = Statement(
    """
    INSERT INTO schema_version VALUES (?1, ?2)
    ON CONFLICT (component) DO UPDATE SET version = excluded.version
    """
  )
}
