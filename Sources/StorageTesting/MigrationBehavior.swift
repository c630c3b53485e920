import Storage

extension StorageBehavior {
  static let migration = [
    StorageBehavior("only the migrations that are missing run, each with its version") { engine in
      let journal = Journal()
      let steps = (1...4).map { version in
        Migration(version) { _ in
          journal.note(version)
          if version == 4 { throw Refusal() }
        }
      }
      await (try await Database(engine: engine, migrations: Array(steps[..<2]))).close()
      try await expectRefusal { _ = try await Database(engine: engine, migrations: steps) }
      await (try await Database(engine: engine, migrations: Array(steps[..<3]))).close()
      try expect(journal.noted, is: [1, 2, 3, 4])
    },
    StorageBehavior("a migration that fails leaves nothing") { engine in
      let broken = Migration(1) { transaction in
        try transaction.run(script: "CREATE TABLE half (id INTEGER)")
        throw Refusal()
      }
      try await expectRefusal { _ = try await Database(engine: engine, migrations: [broken]) }
      let whole = Migration(1, sql: "CREATE TABLE half (id INTEGER)")
      await (try await Database(engine: engine, migrations: [whole])).close()
    },
    StorageBehavior("a database of a newer program, and steps with gaps, are refused") { engine in
      let steps = [1, 2].map { Migration($0) { _ in } }
      await (try await Database(engine: engine, migrations: steps)).close()
      try await expect(.newerSchema) { _ = try await Database(engine: engine, migrations: [steps[0]]) }
      try await expect(.invalidStatement) { _ = try await Database(engine: engine, migrations: [steps[1]]) }
    },
    StorageBehavior("a second writer is refused while the first is open") { engine in
      let database = try await Database(exercising: engine)
      try await expect(.busy) { _ = try await Database(exercising: engine) }
      await database.close()
      await (try await Database(exercising: engine)).close()
    },
  ]
}
