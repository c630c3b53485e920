import CSQLite
import Storage

/// One prepared statement of one connection.
final class SQLiteStatement: PreparedStatement {
  /// Tells SQLite to copy what is bound, because it outlives the call.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private var handle: OpaquePointer?
  private let connection: OpaquePointer
  let parameterCount: Int
  let isReadOnly: Bool
  private(set) var isRunning = false

  init(sql: StaticString, connection: OpaquePointer) throws(StorageError) {
    self.connection = connection
    let result = sqlite3_prepare_v3(
      connection,
      sql.description,
      -1,
      UInt32(SQLITE_PREPARE_PERSISTENT),
      &handle,
      nil
    )
    guard result == SQLITE_OK, handle != nil else {
      throw StorageError(sqlite: result, handle: connection, doing: "prepare \(sql)")
    }
    parameterCount = Int(sqlite3_bind_parameter_count(handle))
    isReadOnly = sqlite3_stmt_readonly(handle) != 0
  }

  deinit { finalize() }

  func finalize() {
    sqlite3_finalize(handle)
    handle = nil
  }

  func step() throws(StorageError) -> Bool {
    let result = sqlite3_step(handle)
    isRunning = result == SQLITE_ROW
    switch result {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(result)
    }
  }

  @discardableResult
  func reset() -> Int {
    isRunning = false
    sqlite3_reset(handle)
    return isReadOnly ? 0 : Int(sqlite3_changes(connection))
  }

  private func failure(_ result: Int32) -> StorageError {
    let sql = sqlite3_sql(handle).map { String(cString: $0) } ?? ""
    return StorageError(sqlite: result, handle: connection, doing: sql)
  }

  private func check(_ result: Int32) throws(StorageError) {
    guard result == SQLITE_OK else { throw failure(result) }
  }
}

// MARK: - Values
extension SQLiteStatement {
  func bindNull(at position: Int) throws(StorageError) {
    try check(sqlite3_bind_null(handle, Int32(position)))
  }

  func bind(_ value: Int64, at position: Int) throws(StorageError) {
    try check(sqlite3_bind_int64(handle, Int32(position), value))
  }

  func bind(_ value: Double, at position: Int) throws(StorageError) {
    try check(sqlite3_bind_double(handle, Int32(position), value))
  }

  func bind(_ value: String, at position: Int) throws(StorageError) {
    // An empty text has no address of its own, and a null pointer would mean NULL.
    guard !value.isEmpty else {
      return try check(sqlite3_bind_text(handle, Int32(position), "", 0, Self.copied))
    }
    var value = value
    let result = value.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text64(
          handle,
          Int32(position),
          $0.baseAddress,
          UInt64($0.count),
          Self.copied,
          UInt8(SQLITE_UTF8)
        )
      }
    }
    try check(result)
  }

  func bind(_ value: [UInt8], at position: Int) throws(StorageError) {
    guard !value.isEmpty else { return try check(sqlite3_bind_zeroblob(handle, Int32(position), 0)) }
    let result = value.withUnsafeBytes {
      sqlite3_bind_blob64(handle, Int32(position), $0.baseAddress, UInt64($0.count), Self.copied)
    }
    try check(result)
  }

  func isNull(column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  func integer(column: Int) -> Int64 {
    sqlite3_column_int64(handle, Int32(column))
  }

  func double(column: Int) -> Double {
    sqlite3_column_double(handle, Int32(column))
  }

  func text(column: Int) -> String {
    guard let text = sqlite3_column_text(handle, Int32(column)) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
  }

  func bytes(column: Int) -> [UInt8] {
    guard let bytes = sqlite3_column_blob(handle, Int32(column)) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
  }
}
