import Storage
import Synchronization

extension StorageBehavior {
  static let rollback = [
    StorageBehavior("a job that fails after it wrote is undone alone, its memory in reverse order") {
      engine in
      let database = try await Database(exercising: engine)
      let journal = Journal()
      let gate = try await WriterGate(database)
      let first = database.queue { transaction in
        transaction.onRollback { journal.note(1) }
        try transaction.execute(.insertItem, 1, "kept")
      }
      let second = database.queue { transaction in
        transaction.onRollback { journal.note(21) }
        try transaction.execute(.insertItem, 2, "undone")
        transaction.onRollback { journal.note(22) }
        throw Refusal()
      }
      let third = database.queue { try $0.execute(.insertItem, 3, "kept") }
      try await gate.open()
      _ = try await first.value
      try await expectRefusal { try await second.value }
      _ = try await third.value
      // First all that ran before it, newest first, and then the job alone, in a second run with savepoints.
      try expect(journal.noted, is: [22, 21, 1, 22, 21])
      try expect(try await database.itemIDs(), is: [1, 3])
      await database.close()
    },
    StorageBehavior("what a job that fails after it wrote left for the commit is gone, that of others stays")
    {
      engine in
      let database = try await Database(exercising: engine)
      let gate = try await WriterGate(database)
      let jobs = (1...3).map { id in
        Task.immediate {
          try await database.once("\(id)") { transaction in
            try transaction.appendEvent(aggregate: "\(id)", version: 1, payload: [], nowMilliseconds: 0)
            try transaction.appendRecord(nowMilliseconds: 0) { $0.append(Int64(id)) }
            try transaction.execute(.insertItem, id, "")
            if id == 2 { throw Refusal() }
            return [UInt8(id)]
          }
        }
      }
      try await gate.open()
      try expect(try await jobs[0].value, is: [1])
      try await expectRefusal { _ = try await jobs[1].value }
      try expect(try await jobs[2].value, is: [3])
      try expect(try await database.events(after: 0, limit: 10).map(\.aggregate), is: ["1", "3"])
      try expect(try await database.records(), is: [1, 3])
      try expect(try await database.once("2") { _ in [9] }, is: [9])
      try expect(try await database.once("3") { _ in [9] }, is: [3])
      try expect(try await database.itemIDs(), is: [1, 3])
      await database.close()
    },
    StorageBehavior("a failed commit undoes the whole batch, in tables and memory, and the next one works") {
      engine in
      let database = try await Database(exercising: engine)
      let journal = Journal()
      let gate = try await WriterGate(database)
      let jobs = (1...3).map { id in
        database.queue { transaction in
          transaction.onRollback { journal.note(id) }
          try transaction.execute(.insertItem, id, "undone")
          try transaction.appendEvent(aggregate: "item", version: 1, payload: [], nowMilliseconds: 0)
          if id == 2 { try transaction.execute(.insertOrphan) }
        }
      }
      try await gate.open()
      for job in jobs { try await expect(.constraint) { try await job.value } }
      try expect(journal.noted, is: [3, 2, 1])
      try expect(try await database.itemIDs(), is: [])
      let sequence = try await database.write { transaction in
        try transaction.execute(.insertItem, 4, "kept")
        return try transaction.appendEvent(aggregate: "item", version: 1, payload: [], nowMilliseconds: 0)
      }
      try expect(sequence, is: 1)
      try expect(try await database.itemIDs(), is: [4])
      await database.close()
    },
    StorageBehavior("what a job captured to undo itself is let go after its commit") { engine in
      let database = try await Database(exercising: engine)
      var captured: Journal? = Journal()
      weak let released = captured
      try await database.write { [captured] transaction in
        transaction.onRollback { captured?.note(1) }
      }
      captured = nil
      try expect(released == nil, is: true)
      await database.close()
    },
    StorageBehavior("memory that is changed with the table equals it after any mix of failures") { engine in
      let seed = UInt64.random(in: 0 ... .max)
      do {
        try await mixFailures(engine, seed: seed)
      } catch {
        throw BehaviorFailure(description: "seed \(seed): \(error)")
      }
    },
  ]

  private static func mixFailures(_ engine: any StorageEngine, seed: UInt64) async throws {
    let database = try await Database(exercising: engine)
    let memory = ItemMemory()
    var random = SeededGenerator(state: seed)
    for _ in 0..<30 {
      let gate = try await WriterGate(database)
      let jobs = (0..<20).map { _ in
        let id = Int.random(in: 1...40, using: &random)
        let fate = Int.random(in: 0..<60, using: &random)
        return database.queue { try memory.toggle(id, fate: fate, in: $0) }
      }
      try await gate.open()
      for job in jobs { _ = await job.result }
      try expect(try await database.itemIDs(), is: memory.sortedIDs)
    }
    await database.close()
  }
}

/// Items that a service would keep in memory beside their table.
final class ItemMemory: Sendable {
  private let ids = Mutex<Set<Int>>([])

  var sortedIDs: [Int] { ids.withLock { $0.sorted() } }

  /// Adds or removes an item in memory and table; then some jobs refuse, and a few make the commit fail.
  func toggle(_ id: Int, fate: Int, in transaction: Transaction) throws {
    if ids.withLock({ $0.insert(id).inserted }) {
      transaction.onRollback { self.ids.withLock { _ = $0.remove(id) } }
      try transaction.execute(.insertItem, id, "item")
    } else {
      ids.withLock { _ = $0.remove(id) }
      transaction.onRollback { self.ids.withLock { _ = $0.insert(id) } }
      try transaction.execute(.deleteItem, id)
    }
    if fate < 20 { throw Refusal() }
    if fate == 59 { try transaction.execute(.insertOrphan) }
  }
}
