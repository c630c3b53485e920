import CSQLite
import Storage

/// One prepared statement of one connection.
final class SQLiteStatement: PreparedStatement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private let buffer = BindBuffer()
  let parameterCount: Int
  let isReadOnly: Bool
  private(set) var isRunning = false

  init(sql: StaticString, connection: OpaquePointer) throws(StorageError) {
    var prepared: OpaquePointer?
    let result = sqlite3_prepare_v3(
      connection,
      sql.description,
      -1,
      UInt32(SQLITE_PREPARE_PERSISTENT),
      &prepared,
      nil
    )
    guard result == SQLITE_OK, let prepared else {
      throw StorageError(sqlite: result, handle: connection, doing: "prepare \(sql)")
    }
    self.connection = connection
    handle = prepared
    parameterCount = Int(sqlite3_bind_parameter_count(handle))
    isReadOnly = sqlite3_stmt_readonly(handle) != 0
  }

  deinit { sqlite3_finalize(handle) }

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
    buffer.clear()
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
    var value = value
    try check(value.withUTF8 { bindText(UnsafeRawBufferPointer($0), at: Int32(position)) })
  }

  func bind(_ value: [UInt8], at position: Int) throws(StorageError) {
    try check(value.withUnsafeBytes { bindBlob($0, at: Int32(position)) })
  }

  private func bindText(_ bytes: UnsafeRawBufferPointer, at position: Int32) -> Int32 {
    // An empty text may have no address, and a null pointer would mean NULL.
    guard !bytes.isEmpty else { return sqlite3_bind_text(handle, position, "", 0, BoundBytes.copied) }
    let kept = buffer.copy(bytes)
    let text = (kept ?? bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
    return sqlite3_bind_text64(
      handle,
      position,
      text,
      UInt64(bytes.count),
      kept == nil ? BoundBytes.copied : BoundBytes.stay,
      UInt8(SQLITE_UTF8)
    )
  }

  private func bindBlob(_ bytes: UnsafeRawBufferPointer, at position: Int32) -> Int32 {
    guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, position, 0) }
    let kept = buffer.copy(bytes)
    return sqlite3_bind_blob64(
      handle,
      position,
      kept ?? bytes.baseAddress,
      UInt64(bytes.count),
      kept == nil ? BoundBytes.copied : BoundBytes.stay
    )
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
