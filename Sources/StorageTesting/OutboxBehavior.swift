import Storage

extension StorageBehavior {
  static let outbox = [
    StorageBehavior("events count from 1 without gaps, across refusals and reopening") { engine in
      var database = try await Database(exercising: engine)
      try await database.publish(3)
      try await expectRefusal {
        try await database.write { transaction in
          try transaction.appendEvent(aggregate: "undone", version: 1, payload: [], nowMilliseconds: 0)
          throw Refusal()
        }
      }
      await database.close()
      database = try await Database(exercising: engine)
      try await database.publish(2)
      let events = try await database.events(after: 0, limit: 10)
      try expect(events.map(\.sequence), is: [1, 2, 3, 4, 5])
      try expect(events[4], is: .exercised(sequence: 5, version: 2))
      try expect(try await database.events(after: 3, limit: 1).map(\.sequence), is: [4])
      await database.close()
    },
    StorageBehavior("a stream gives the events that are there and then each new one") { engine in
      let database = try await Database(exercising: engine)
      try await database.publish(600)
      let (reached, continuation) = AsyncStream<Void>.makeStream()
      let consumer = Task {
        var sequences: [Int64] = []
        for try await event in database.eventStream(after: 1) {
          sequences.append(event.sequence)
          if event.sequence == 600 { continuation.finish() }
          if event.sequence == 800 { break }
        }
        return sequences
      }
      for await _ in reached {}
      for _ in 0..<200 { try await database.publish(1) }
      try expect(try await consumer.value, is: Array(2...800))
      await database.close()
    },
    StorageBehavior("a stream ends when the database closes or its consumer is cancelled") { engine in
      let database = try await Database(exercising: engine)
      let consumers = (0..<2).map { _ in
        Task { try await database.eventStream(after: 0).reduce(into: 0) { count, _ in count += 1 } }
      }
      consumers[0].cancel()
      try expect(try await consumers[0].value, is: 0)
      try await database.publish(1)
      await database.close()
      // It may have ended before it read the event, when its task began late.
      switch await consumers[1].result {
      case .success(let count): try expect(count <= 1, is: true)
      case .failure(let error): try expect(StorageError.Code.closed ~= error, is: true)
      }
    },
    StorageBehavior("a cursor that is too old, or was never reached, is refused") { engine in
      var options = DatabaseOptions()
      options.eventRetentionMilliseconds = 1_000
      var database = try await Database(exercising: engine, options: options)
      try await database.publish(600)
      try await database.publish(1, at: 5_000)
      await database.close()
      database = try await Database(exercising: engine, options: options)
      for cursor in [0, 599, 602] as [Int64] {
        do {
          _ = try await database.events(after: cursor, limit: 10)
          throw BehaviorFailure(description: "cursor \(cursor) was accepted")
        } catch let error as CursorExpired {
          try expect(error.cursor, is: cursor)
        }
      }
      try expect(try await database.events(after: 600, limit: 10).map(\.sequence), is: [601])
      try expect(try await database.events(after: 601, limit: 10), is: [])
      try expect(try await database.read { try $0.oldestCursor() }, is: 600)
      await database.close()
    },
    StorageBehavior("the oldest cursor is that before the first event that is kept") { engine in
      let database = try await Database(exercising: engine)
      try expect(try await database.read { try $0.oldestCursor() }, is: 0)
      try await database.publish(3)
      try expect(try await database.read { try $0.oldestCursor() }, is: 0)
      await database.close()
    },
    StorageBehavior("the newest event stays, so that the sequence goes on after a restart") { engine in
      var options = DatabaseOptions()
      options.eventRetentionMilliseconds = 1_000
      options.requestRetentionMilliseconds = 1_000
      var database = try await Database(exercising: engine, options: options)
      try await database.publish(2)
      await database.close()
      database = try await Database(exercising: engine, options: options)
      try await database.publish(1, at: 10_000)
      await database.close()
      database = try await Database(exercising: engine, options: options)
      try expect(try await database.read { try $0.newestSequence() }, is: 3)
      await database.close()
    },
  ]
}

extension Database {
  /// Appends events of one aggregate, in a transaction.
  func publish(_ count: Int64, at now: Int64 = 0) async throws {
    _ = try await write { transaction in
      for version in 1...count {
        try transaction.appendEvent(
          aggregate: "numbers/1",
          version: version,
          payload: [1, 2],
          nowMilliseconds: now
        )
      }
    }
  }
}

extension StoredEvent {
  static func exercised(sequence: Int64, version: Int64) -> StoredEvent {
    StoredEvent(
      sequence: sequence,
      aggregate: "numbers/1",
      aggregateVersion: version,
      createTimeMilliseconds: 0,
      payload: [1, 2]
    )
  }
}
