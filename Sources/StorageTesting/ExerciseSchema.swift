import Storage
import Synchronization

/// The tables that the behaviours use.
enum ExerciseSchema {
  static let migrations = [
    Migration(
      1,
      sql: """
        CREATE TABLE item (id INTEGER PRIMARY KEY, label TEXT, content BLOB, weight REAL);
        CREATE TABLE parent (id INTEGER PRIMARY KEY);
        CREATE TABLE child (
          id INTEGER PRIMARY KEY,
          parent INTEGER NOT NULL REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
        """
    )
  ]
}

extension Statement {
  static let insertItem = Statement("INSERT INTO item (id, label) VALUES (?1, ?2)")
  static let insertValues = Statement("INSERT INTO item VALUES (?1, ?2, ?3, ?4)")
  static let deleteItem = Statement("DELETE FROM item WHERE id = ?1")
  static let selectItems = Statement("SELECT id FROM item ORDER BY id")
  static let selectValues = Statement("SELECT label, content, weight FROM item WHERE id = ?1")
  /// Its foreign key is checked by COMMIT: the way to make a commit fail on any engine.
  static let insertOrphan = Statement("INSERT INTO child VALUES (1, 404)")
}

extension Database {
  convenience init(
    exercising engine: any StorageEngine,
    options: DatabaseOptions = DatabaseOptions()
  ) async throws {
    try await self.init(engine: engine, migrations: ExerciseSchema.migrations, options: options)
  }

  func insert(_ id: Int) async throws {
    _ = try await write { try $0.execute(.insertItem, id, "item") }
  }

  func itemIDs() async throws -> [Int] {
    try await read { try $0.query(.selectItems) { row in row[0] } }
  }
}

/// A refusal of a job.
struct Refusal: Error, Equatable {}

/// What happened on the writer's thread, in order.
final class Journal: Sendable {
  private let lines = Mutex<[Int]>([])
  func note(_ line: Int) { lines.withLock { $0.append(line) } }
  var noted: [Int] { lines.withLock { $0 } }
}
