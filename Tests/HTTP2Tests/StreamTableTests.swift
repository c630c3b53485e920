import Testing

@testable import HTTP2

@Suite struct StreamTableTests {
  @Test(arguments: [UInt64.random(in: 0 ... .max)])
  func itDoesWhatADictionaryDoes(seed: UInt64) {
    var random = SplitMix(state: seed)
    var table = StreamTable<Int>()
    var model: [Int32: Int] = [:]
    var newest: Int32 = 1
    for step in 0..<20_000 {
      // Old streams stay while new ones come and go; some ids are far away.
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<4:
        newest += 2 * Int32.random(in: 1...3, using: &random)
        table[newest] = step
        model[newest] = step
      case 4..<8:
        let stream =
          Bool.random(using: &random) ? model.keys.min() ?? 1 : model.keys.randomElement(using: &random) ?? 3
        #expect(table.remove(stream) == model.removeValue(forKey: stream), "seed \(seed)")
      case 8:
        let stream = -Int32.random(in: 1...50, using: &random)
        table[stream] = step
        model[stream] = step
      default:
        let stream = Int32.random(in: -60...newest, using: &random)
        table[stream] = nil
        model[stream] = nil
      }
      let asked = Int32.random(in: -60...newest, using: &random)
      #expect(asked == 0 || table[asked] == model[asked], "seed \(seed)")
      #expect(table.count == model.count && table.isEmpty == model.isEmpty)
    }
    #expect(Set(table.streams) == Set(model.keys) && table.all.sorted() == model.values.sorted())
  }
}

/// Random numbers that a seed brings back.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
