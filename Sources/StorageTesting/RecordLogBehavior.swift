import Storage

extension StorageBehavior {
  static let recordLog = [
    StorageBehavior("records come back in the order of their commits, also after reopening") { engine in
      var database = try await Database(exercising: engine)
      for value in 1...3 as ClosedRange<Int64> { try await database.append(value, at: value) }
      try expect(try await database.records(), is: [1, 2, 3])
      await database.close()
      database = try await Database(exercising: engine)
      try await database.append(4, at: 4)
      try expect(try await database.records(), is: [1, 2, 3, 4])
      await database.close()
    },
    StorageBehavior("compacting takes the oldest row if it is old enough, and keeps what is appended anew") {
      engine in
      let database = try await Database(exercising: engine)
      for value in 1...3 as ClosedRange<Int64> { try await database.append(value, at: value) }
      let compact = {
        try await database.write { transaction in
          var old: [Int64] = []
          let isRemoved = try transaction.compactRecords(before: 3) { old.append(try $0.integer()) }
          for value in old where value == 2 {
            try transaction.appendRecord(nowMilliseconds: 9) { $0.append(value) }
          }
          return isRemoved
        }
      }
      try expect(try await compact(), is: true)
      try expect(try await database.records(), is: [2, 3])
      try expect(try await compact(), is: true)
      try expect(try await database.records(), is: [3, 2])
      try expect(try await compact(), is: false)
      await database.close()
    },
  ]
}

extension Database {
  func append(_ value: Int64, at milliseconds: Int64) async throws {
    try await write { try $0.appendRecord(nowMilliseconds: milliseconds) { $0.append(value) } }
  }

  func records() async throws -> [Int64] {
    try await read { transaction in
      var values: [Int64] = []
      try transaction.forEachRecord { values.append(try $0.integer()) }
      return values
    }
  }
}
