import Storage
import StorageSQLite
import StorageTesting
import Testing

@Suite struct SQLiteBehaviorTests {
  @Test(.timeLimit(.minutes(1)), arguments: StorageBehavior.all)
  func keeps(_ behavior: StorageBehavior) async throws {
    let directory = try TemporaryDirectory()
    try await behavior.exercise(SQLiteEngine(path: directory.file("test.db")))
    withExtendedLifetime(directory) {}
  }
}
