import Storage

extension StorageBehavior {
  static let statements = [
    StorageBehavior("values come back as they were bound") { engine in
      let database = try await Database(exercising: engine)
      var random = SeededGenerator(state: UInt64.random(in: 0 ... .max))
      for round in 0..<100 {
        let sample = Sample(round: round, using: &random)
        let found = try await database.write { try sample.storeAndRead(in: $0) }
        try expect(found, is: sample)
      }
      await database.close()
    },
    StorageBehavior("execute says how many rows changed; a failed statement leaves the job going") { engine in
      let database = try await Database(exercising: engine)
      let counts = try await database.write { transaction in
        try transaction.execute(.insertItem, 1, "item")
        do {
          try transaction.execute(.insertItem, 1, "again")
        } catch StorageError.Code.constraint {}
        return [try transaction.execute(.deleteItem, 1), try transaction.execute(.deleteItem, 1)]
      }
      try expect(counts, is: [1, 0])
      await database.close()
    },
    StorageBehavior("misuse is refused: too few values, use inside its own rows, writing in a read") {
      engine in
      let database = try await Database(exercising: engine)
      try await database.insert(1)
      try await expect(.invalidStatement) {
        _ = try await database.write { try $0.execute(.insertItem, 2) }
      }
      try await expect(.invalidStatement) {
        _ = try await database.read { transaction in
          try transaction.query(.selectItems) { _ in try transaction.query(.selectItems) { _ in } }
        }
      }
      try await expect(.readOnly) { _ = try await database.read { try $0.execute(.insertItem, 2, "item") } }
      try await expect(.readOnly) {
        _ = try await database.read {
          try $0.appendEvent(aggregate: "a", version: 1, payload: [], nowMilliseconds: 0)
        }
      }
      try expect(try await database.itemIDs(), is: [1])
      await database.close()
    },
  ]
}

/// A row of every kind of value.
private struct Sample: Equatable, Sendable {
  let id: Int64
  let label: String?
  let content: [UInt8]?
  let weight: Double?

  init(round: Int, using random: inout SeededGenerator) {
    id = round == 0 ? .min : round == 1 ? .max : Int64.random(in: .min ... .max, using: &random)
    let length = round == 2 ? 0 : Int.random(in: 0..<50, using: &random)
    let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
    label = round % 7 == 3 ? nil : String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    content = round % 7 == 4 ? nil : bytes
    weight = round % 7 == 5 ? nil : Double.random(in: -1e9...1e9, using: &random)
  }

  private init(id: Int64, row: borrowing Row) {
    self.id = id
    label = row[0]
    content = row[1]
    weight = row[2]
  }

  func storeAndRead(in transaction: Transaction) throws -> Sample? {
    try transaction.execute(.insertValues, id, label, content, weight)
    return try transaction.first(.selectValues, id) { row in Sample(id: id, row: row) }
  }
}
