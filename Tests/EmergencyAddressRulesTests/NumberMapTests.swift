import EmergencyAddressRules
import Testing

@Suite struct NumberMapTests {
  @Test func findsOnlyWhatWasAssigned() {
    var map = NumberMap()
    map.assign(NumberRun(first: 12_015_550_100, count: 10, location: 1))
    #expect(map.location(of: 12_015_550_099) == nil)
    #expect(map.location(of: 12_015_550_100) == 1)
    #expect(map.location(of: 12_015_550_109) == 1)
    #expect(map.location(of: 12_015_550_110) == nil)
    #expect(map.location(of: 12_015_560_100) == nil)
  }

  @Test func joinsNeighboursOfOneLocation() {
    var map = NumberMap()
    map.assign(NumberRun(first: 12_015_550_100, count: 5, location: 1))
    map.assign(NumberRun(first: 12_015_550_110, count: 5, location: 1))
    map.assign(NumberRun(first: 12_015_550_105, count: 5, location: 1))
    #expect(map.runs == [NumberRun(first: 12_015_550_100, count: 15, location: 1)])
  }

  @Test func cutsWhatBelongedToAnother() {
    var map = NumberMap()
    map.assign(NumberRun(first: 12_015_550_100, count: 10, location: 1))
    map.assign(NumberRun(first: 12_015_550_103, count: 2, location: 2))
    #expect(
      map.runs == [
        NumberRun(first: 12_015_550_100, count: 3, location: 1),
        NumberRun(first: 12_015_550_103, count: 2, location: 2),
        NumberRun(first: 12_015_550_105, count: 5, location: 1),
      ]
    )
  }

  @Test func coversNumbersWithFewRunsWithinBlocks() {
    let runs = NumberRun.covering(
      [12_015_550_000, 12_015_549_999, 12_015_549_998, 12_015_550_001],
      location: 4
    )
    #expect(
      runs == [
        NumberRun(first: 12_015_549_998, count: 2, location: 4),
        NumberRun(first: 12_015_550_000, count: 2, location: 4),
      ]
    )
    #expect(NumberRun.covering([5_000_000, 5_000_000], location: 1).map(\.count) == [1])
  }

  @Test func agreesWithADictionary() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(state: seed)
    var map = NumberMap()
    var expected: [UInt64: Int32] = [:]
    for _ in 0..<2_000 {
      let first = 12_015_540_000 + random.below(20_000)
      let numbers = Array(first..<first + 1 + random.below(40))
      let location = Int32(random.below(5))
      for number in numbers { expected[number] = location }
      for run in NumberRun.covering(numbers, location: location) { map.assign(run) }
    }
    let mismatches = (12_015_539_990...12_015_560_100).filter { map.location(of: $0) != expected[$0] }
    #expect(mismatches.isEmpty, "seed \(seed)")
    // Canonical: no two neighbours could be one run.
    let runs = map.runs
    let joinable = zip(runs, runs.dropFirst()).filter { left, right in
      left.end == right.first && left.location == right.location
        && left.first / NumberRun.blockSize == right.first / NumberRun.blockSize
    }
    #expect(joinable.isEmpty, "seed \(seed)")
  }
}

/// SplitMix64: repeatable by its seed.
struct SplitMix {
  var state: UInt64

  mutating func below(_ limit: UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return (word ^ (word >> 31)) % limit
  }
}
