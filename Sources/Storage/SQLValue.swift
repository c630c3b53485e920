/// A type that can be bound to a statement and read from a row.
public protocol SQLValue {
  func bind(to statement: any PreparedStatement, at position: Int) throws(StorageError)
  static func read(from statement: any PreparedStatement, column: Int) -> Self
}

extension Int64: SQLValue {
  @inlinable
  public func bind(to statement: any PreparedStatement, at position: Int) throws(StorageError) {
    try statement.bind(self, at: position)
  }
  @inlinable
  public static func read(from statement: any PreparedStatement, column: Int) -> Int64 {
    statement.integer(column: column)
  }
}

extension Int: SQLValue {
  @inlinable
  public func bind(to statement: any PreparedStatement, at position: Int) throws(StorageError) {
    try statement.bind(Int64(self), at: position)
  }
  @inlinable
  public static func read(from statement: any PreparedStatement, column: Int) -> Int {
    Int(statement.integer(column: column))
  }
}

extension Bool: SQLValue {
  @inlinable
  public func bind(to statement: any PreparedStatement, at position: Int) throws(StorageError) {
    try statement.bind(self ? 1 : 0 as Int64, at: position)
  }
  @inlinable
  public static func read(from statement: any PreparedStatement, column: Int) -> Bool {
    statement.integer(column: column) != 0
  }
}

extension Double: SQLValue {
  @inlinable
  public func bind(to statement: any PreparedStatement, at position: Int) throws(StorageError) {
    try statement.bind(self, at: position)
  }
  @inlinable
  public static func read(from statement: any PreparedStatement, column: Int) -> Double {
    statement.double(column: column)
  }
}

extension String: SQLValue {
  @inlinable
  public func bind(to statement: any PreparedStatement, at position: Int) throws(StorageError) {
    try statement.bind(self, at: position)
  }
  @inlinable
  public static func read(from statement: any PreparedStatement, column: Int) -> String {
    statement.text(column: column)
  }
}

extension [UInt8]: SQLValue {
  @inlinable
  public func bind(to statement: any PreparedStatement, at position: Int) throws(StorageError) {
    try statement.bind(self, at: position)
  }
  @inlinable
  public static func read(from statement: any PreparedStatement, column: Int) -> [UInt8] {
    statement.bytes(column: column)
  }
}

/// `nil` is NULL.
extension Optional: SQLValue where Wrapped: SQLValue {
  @inlinable
  public func bind(to statement: any PreparedStatement, at position: Int) throws(StorageError) {
    guard let self else { return try statement.bindNull(at: position) }
    try self.bind(to: statement, at: position)
  }
  @inlinable
  public static func read(from statement: any PreparedStatement, column: Int) -> Wrapped? {
    statement.isNull(column: column) ? nil : Wrapped.read(from: statement, column: column)
  }
}
