import Storage
import Synchronization

/// A database that takes nothing any more once a test says so, as on a full disk.
final class FailingStorage: StorageEngine {
  private let engine: any StorageEngine
  private let isFull = Atomic(false)

  init(_ engine: any StorageEngine) { self.engine = engine }

  func fail(_ isFull: Bool) { self.isFull.store(isFull, ordering: .relaxed) }

  func openWriter() throws -> any EngineConnection { Writer(try engine.openWriter(), self) }
  func openReader() throws -> any EngineConnection { try engine.openReader() }

  private final class Writer: EngineConnection {
    private let connection: any EngineConnection
    private let storage: FailingStorage

    init(_ connection: any EngineConnection, _ storage: FailingStorage) {
      (self.connection, self.storage) = (connection, storage)
    }

    var isInTransaction: Bool { connection.isInTransaction }

    func prepared(_ statement: Statement) throws(StorageError) -> any PreparedStatement {
      let prepared = try connection.prepared(statement)
      if storage.isFull.load(ordering: .relaxed), !prepared.isReadOnly {
        throw StorageError(.full, "a test filled the disk")
      }
      return prepared
    }

    func run(script: String) throws(StorageError) { try connection.run(script: script) }
    func close() { connection.close() }
  }
}
