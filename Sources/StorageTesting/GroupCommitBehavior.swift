import Storage

extension StorageBehavior {
  static let groupCommit = [
    StorageBehavior("jobs of a batch run in the order of their calls and are all stored") { engine in
      let database = try await Database(exercising: engine)
      let journal = Journal()
      let gate = try await WriterGate(database)
      let jobs = (1...3_000).map { id in
        database.queue { transaction in
          journal.note(id)
          try transaction.execute(.insertItem, id, "item")
        }
      }
      try await gate.open()
      for job in jobs { _ = try await job.value }
      try expect(journal.noted, is: Array(1...3_000))
      try expect(try await database.itemIDs(), is: Array(1...3_000))
      await database.close()
    },
    StorageBehavior("a job sees what the jobs before it in its batch wrote") { engine in
      let database = try await Database(exercising: engine)
      let gate = try await WriterGate(database)
      let first = database.queue { try $0.execute(.insertItem, 1, "item") }
      let second = database.queue { try $0.query(.selectItems) { row in row[0] as Int } }
      try await gate.open()
      _ = try await first.value
      try expect(try await second.value, is: [1])
      await database.close()
    },
    StorageBehavior("what was answered is there after reopening") { engine in
      let database = try await Database(exercising: engine)
      try await withThrowingTaskGroup { group in
        for id in 1...200 { group.addTask { try await database.insert(id) } }
        try await group.waitForAll()
      }
      await database.close()
      let reopened = try await Database(exercising: engine)
      try expect(try await reopened.itemIDs(), is: Array(1...200))
      await reopened.close()
    },
    StorageBehavior("a read sees one snapshot while others write") { engine in
      let database = try await Database(exercising: engine)
      try await database.insert(1)
      let (entered, continuation) = AsyncStream<Void>.makeStream()
      let gate = Gate()
      async let snapshot = database.read { transaction in
        let before: [Int] = try transaction.query(.selectItems) { row in row[0] }
        continuation.finish()
        gate.wait()
        return (before, try transaction.query(.selectItems) { row in row[0] as Int })
      }
      for await _ in entered {}
      try await database.insert(2)
      gate.open()
      let (before, after) = try await snapshot
      try expect(before, is: [1])
      try expect(after, is: [1])
      try expect(try await database.itemIDs(), is: [1, 2])
      await database.close()
    },
  ]
}
