/// Opens connections to one database. A second engine implements these three protocols and nothing else.
public protocol StorageEngine: Sendable {
  /// The only connection that may write; a second writer, in any process, is refused.
  func openWriter() throws -> any EngineConnection
  /// A connection that only reads.
  func openReader() throws -> any EngineConnection
}

/// A connection, used by one thread at a time.
public protocol EngineConnection: AnyObject {
  /// False when the engine undid the transaction by itself, as SQLite does on some failures.
  var isInTransaction: Bool { get }
  /// The statement, prepared once and then reused.
  func prepared(_ statement: Statement) throws(StorageError) -> any PreparedStatement
  /// Runs a script of several statements that take no values.
  func run(script: String) throws(StorageError)
  func close()
}

/// A prepared statement; positions of parameters count from 1, columns from 0.
public protocol PreparedStatement: AnyObject {
  var parameterCount: Int { get }
  /// True when running it cannot change the database.
  var isReadOnly: Bool { get }
  /// True between the first `step` and `reset`.
  var isRunning: Bool { get }

  func bindNull(at position: Int) throws(StorageError)
  func bind(_ value: Int64, at position: Int) throws(StorageError)
  func bind(_ value: Double, at position: Int) throws(StorageError)
  func bind(_ value: String, at position: Int) throws(StorageError)
  func bind(_ value: [UInt8], at position: Int) throws(StorageError)

  /// Advances; true when there is a row to read.
  func step() throws(StorageError) -> Bool
  /// Ends the run and returns how many rows it changed.
  @discardableResult func reset() -> Int

  func isNull(column: Int) -> Bool
  func integer(column: Int) -> Int64
  func double(column: Int) -> Double
  func text(column: Int) -> String
  func bytes(column: Int) -> [UInt8]
}
