import CSQLite
import Storage

extension StorageError {
  /// Translates a result code; SQLite's message names tables and columns but no values.
  init(sqlite result: Int32, handle: OpaquePointer?, doing action: String) {
    let reason = sqlite3_errmsg(handle).map { String(cString: $0) } ?? String(cString: sqlite3_errstr(result))
    self.init(Code(sqlite: result), "\(reason) (SQLite \(result)): \(action)")
  }
}

extension StorageError.Code {
  /// The low byte is the primary code, the rest says where it happened.
  fileprivate init(sqlite result: Int32) {
    self =
      switch result & 0xff {
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_FULL: .full
      case SQLITE_IOERR, SQLITE_NOMEM: .ioError
      case SQLITE_CONSTRAINT: .constraint
      case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
      case SQLITE_READONLY: .readOnly
      default: .invalidStatement
      }
  }
}
