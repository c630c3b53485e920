import Storage

extension StorageBehavior {
  static let idempotency = [
    StorageBehavior("fifty equal requests at once run one job and get fifty equal answers") { engine in
      let database = try await Database(exercising: engine)
      let journal = Journal()
      let answers = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for caller in 1...50 {
          group.addTask {
            try await database.once("a") { _ in
              journal.note(caller)
              return [UInt8(caller)]
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      try expect(journal.noted.count, is: 1)
      try expect(Set(answers), is: [[UInt8(journal.noted[0])]])
      await database.close()
    },
    StorageBehavior("equal requests in one batch run one job") { engine in
      let database = try await Database(exercising: engine)
      let gate = try await WriterGate(database)
      let first = Task.immediate { try await database.once("a") { _ in [1] } }
      let second = Task.immediate { try await database.once("a") { _ in [2] } }
      try await gate.open()
      try expect(try await first.value, is: [1])
      try expect(try await second.value, is: [1])
      await database.close()
    },
    StorageBehavior("a key is one principal, one method and one id, with one request") { engine in
      let database = try await Database(exercising: engine)
      _ = try await database.once("a") { _ in [1] }
      try expect(try await database.once("b") { _ in [2] }, is: [2])
      try expect(try await database.once("a", principal: "other") { _ in [3] }, is: [3])
      do {
        _ = try await database.once("a", requestHash: [9]) { _ in [4] }
        throw BehaviorFailure(description: "a reused id was accepted")
      } catch is RequestIDReused {}
      // As of a version that hashed in another way: nobody can tell, so the customer gets the answer.
      try expect(try await database.once("a", requestHash: [7, 7]) { _ in [5] }, is: [1])
      await database.close()
    },
    StorageBehavior("answers survive reopening; refusals and undone answers are not stored") { engine in
      var database = try await Database(exercising: engine)
      _ = try await database.once("stored") { _ in [1] }
      try await expectRefusal { _ = try await database.once("refused") { _ in throw Refusal() } }
      try await expect(.constraint) {
        _ = try await database.once("undone") {
          try $0.execute(.insertOrphan)
          return [1]
        }
      }
      for _ in 0..<2 {
        try expect(try await database.once("stored") { _ in [2] }, is: [1])
        await database.close()
        database = try await Database(exercising: engine)
      }
      try expect(try await database.once("refused") { _ in [3] }, is: [3])
      try expect(try await database.once("undone") { _ in [4] }, is: [4])
      await database.close()
    },
    StorageBehavior("answers that are too old are removed, younger ones are not") { engine in
      var options = DatabaseOptions()
      options.requestRetentionMilliseconds = 1_000
      var database = try await Database(exercising: engine, options: options)
      for id in 0..<600 { _ = try await database.once("old \(id)", at: 0) { _ in [1] } }
      _ = try await database.once("young", at: 500) { _ in [1] }
      _ = try await database.once("now", at: 1_200) { _ in [1] }
      // Closing waits until the idle writer has removed what it may.
      await database.close()
      database = try await Database(exercising: engine, options: options)
      try expect(try await database.read { try $0.first(.countRequests) { row in row[0] } }, is: 2)
      try expect(try await database.once("young", at: 1_200) { _ in [2] }, is: [1])
      try expect(try await database.once("old 7", at: 1_200) { _ in [2] }, is: [2])
      await database.close()
    },
  ]
}

extension Database {
  nonisolated(nonsending) func once(
    _ requestID: String,
    principal: String = "acme",
    requestHash: [UInt8] = [7],
    at now: Int64 = 0,
    _ body: @escaping @Sendable (Transaction) throws -> [UInt8]
  ) async throws -> [UInt8] {
    let key = RequestKey(principal: principal, method: "Reserve", requestID: requestID)
    return try await writeOnce(key: key, requestHash: requestHash, nowMilliseconds: now, body)
  }
}

extension Statement {
  fileprivate static let countRequests = Statement("SELECT count(*) FROM request_answers")
}
