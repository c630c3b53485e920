import CSQLite
import Storage

/// One connection, confined to the thread that opened it.
final class SQLiteConnection: EngineConnection {
  private static let busyTimeoutMilliseconds: Int32 = 5_000

  /// Counting memory takes a lock at each allocation; it can only be stopped before SQLite is first used.
  private static let configuration = trunkline_sqlite_stop_memory_statistics()

  private var handle: OpaquePointer?
  private var statements: [SQLiteStatement?] = []
  private var lock: FileLock?

  init(path: String, flags: Int32, lock: FileLock?) throws(StorageError) {
    self.lock = lock
    _ = Self.configuration
    // No mutex: the connection never meets a second thread.
    let result = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard result == SQLITE_OK else {
      let error = StorageError(sqlite: result, handle: handle, doing: "open \(path)")
      sqlite3_close_v2(handle)
      handle = nil
      throw error
    }
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, Self.busyTimeoutMilliseconds)
  }

  deinit { close() }

  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  func prepared(_ statement: Statement) throws(StorageError) -> any PreparedStatement {
    if statement.index < statements.count, let cached = statements[statement.index] { return cached }
    return try prepare(statement)
  }

  private func prepare(_ statement: Statement) throws(StorageError) -> SQLiteStatement {
    guard let handle else { throw StorageError(.closed, "the connection was closed") }
    let prepared = try SQLiteStatement(sql: statement.sql, connection: handle)
    while statements.count <= statement.index { statements.append(nil) }
    statements[statement.index] = prepared
    return prepared
  }

  func run(script: String) throws(StorageError) {
    let result = sqlite3_exec(handle, script, nil, nil, nil)
    guard result == SQLITE_OK else {
      throw StorageError(sqlite: result, handle: handle, doing: "run a script")
    }
  }

  func close() {
    statements = []
    // Closes when the last statement is gone.
    sqlite3_close_v2(handle)
    handle = nil
    lock = nil
  }
}
