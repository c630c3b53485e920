import Testing

@testable import InventoryRules

@Suite struct NumberTableTests {
  @Test(arguments: [UInt64.random(in: 0...UInt64.max)])
  func behavesLikeADictionary(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    var table = NumberTable()
    var model: [UInt64: Int64] = [:]
    for _ in 0..<30_000 {
      // Few enough keys that runs of full places form, and break.
      let key = UInt64.random(in: 0..<3_000, using: &random) &* (random.next() & 1 == 0 ? 1 : 4_096)
      let value = random.next() & 1 == 0 ? nil : Int64(truncatingIfNeeded: random.next())
      table[key] = value
      model[key] = value
    }
    #expect(table.count == model.count, "seed \(seed)")
    #expect(model.allSatisfy { table[$0.key] == $0.value }, "seed \(seed)")
    for key in 0..<20_000 as Range<UInt64> where model[key] == nil {
      #expect(table[key] == nil, "seed \(seed)")
    }
  }

  @Test func recordsUsePlacesAgain() {
    var table = RecordTable<String>()
    table[7] = "a"
    table[8] = "b"
    table[7] = nil
    table[9] = "c"
    #expect(table[7] == nil)
    #expect(table[8] == "b")
    #expect(table[9] == "c")
    #expect(table.all.sorted() == ["b", "c"])
    #expect(table.count == 2)
  }
}
