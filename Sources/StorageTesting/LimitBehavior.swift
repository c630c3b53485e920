import Storage

extension StorageBehavior {
  static let limits = [
    StorageBehavior("more work than the queue may hold is refused at once") { engine in
      var options = DatabaseOptions()
      options.queueLimit = 2
      let database = try await Database(exercising: engine, options: options)
      let gate = try await WriterGate(database)
      let queued = (1...2).map { id in database.queue { try $0.execute(.insertItem, id, "item") } }
      try await expect(.overloaded) { try await database.insert(3) }
      try await gate.open()
      for job in queued { _ = try await job.value }
      try await database.insert(3)
      try expect(try await database.itemIDs(), is: [1, 2, 3])
      await database.close()
    },
    StorageBehavior("closing does what is queued and refuses the rest") { engine in
      let database = try await Database(exercising: engine)
      let gate = try await WriterGate(database)
      let queued = database.queue { try $0.execute(.insertItem, 1, "item") }
      let closing = Task.immediate { await database.close() }
      try await expect(.closed) { try await database.insert(2) }
      try await expect(.closed) { _ = try await database.itemIDs() }
      try await gate.open()
      _ = try await queued.value
      await closing.value
      await database.close()
      let reopened = try await Database(exercising: engine)
      try expect(try await reopened.itemIDs(), is: [1])
      await reopened.close()
    },
  ]
}
