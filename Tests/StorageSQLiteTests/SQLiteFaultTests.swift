import Foundation
import Storage
import StorageSQLite
import StorageTesting
import Testing

@Suite struct SQLiteFaultTests {
  private let directory: TemporaryDirectory
  private let engine: SQLiteEngine

  init() throws {
    directory = try TemporaryDirectory()
    engine = SQLiteEngine(path: directory.file("test.db"))
  }

  private func open() async throws -> Database {
    try await Database(
      engine: engine,
      migrations: [Migration(1, sql: "CREATE TABLE blob_store (id INTEGER PRIMARY KEY, content BLOB)")]
    )
  }

  @Test func aFullDatabaseUndoesTheJobAndGoesOnWhenThereIsRoom() async throws {
    let database = try await open()
    try await database.write { try $0.run(script: "PRAGMA max_page_count = 20") }
    await #expect {
      try await database.write { transaction in
        try transaction.execute(.insertContent, 1, [UInt8](repeating: 1, count: 1_000_000))
      }
    } throws: {
      StorageError.Code.full ~= $0
    }
    try await database.write { try $0.run(script: "PRAGMA max_page_count = 100000") }
    try await database.write { transaction in
      try transaction.execute(.insertContent, 1, [UInt8](repeating: 1, count: 1_000_000))
    }
    #expect(try await database.read { try $0.query(.selectContentIDs) { row in row[0] as Int } } == [1])
    await database.close()
  }

  @Test func everyCommitIsFlushed() async throws {
    let database = try await open()
    let settings = try await database.write { transaction in
      (
        try transaction.first(.selectSynchronous) { row in row[0] as Int },
        try transaction.first(.selectJournalMode) { row in row[0] as String },
        try transaction.first(.selectForeignKeys) { row in row[0] as Int }
      )
    }
    #expect(settings.0 == 2)
    #expect(settings.1 == "wal")
    #expect(settings.2 == 1)
    await database.close()
  }

  @Test func aFileThatIsNoDatabaseIsRefused() async throws {
    let text = String(repeating: "this is no database ", count: 100)
    try text.write(toFile: directory.file("test.db"), atomically: false, encoding: .utf8)
    await #expect {
      _ = try await open()
    } throws: {
      StorageError.Code.corrupt ~= $0
    }
  }

  @Test func aFolderThatDoesNotExistIsNamed() async throws {
    let engine = SQLiteEngine(path: directory.file("missing/test.db"))
    await #expect {
      _ = try await Database(engine: engine, migrations: [])
    } throws: {
      StorageError.Code.cannotOpen ~= $0 && "\($0)".contains("missing/test.db")
    }
  }
}

extension Statement {
  fileprivate static let insertContent = Statement("INSERT INTO blob_store VALUES (?1, ?2)")
  fileprivate static let selectContentIDs = Statement("SELECT id FROM blob_store")
  fileprivate static let selectSynchronous = Statement("PRAGMA synchronous")
  fileprivate static let selectJournalMode = Statement("PRAGMA journal_mode")
  fileprivate static let selectForeignKeys = Statement("PRAGMA foreign_keys")
}
