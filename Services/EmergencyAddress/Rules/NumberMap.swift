import Telephony

/// Which location each number belongs to: 8 bytes a run of consecutive numbers, found by one hash and a binary search
/// in the runs of a block of 10,000.
public struct NumberMap: Sendable {
  private struct Entry: Sendable {
    // Both count from the block's first number, and fit: a block has 10,000.
    var first: UInt16
    var count: UInt16
    var location: Int32

    init(_ run: NumberRun) {
      first = UInt16(run.first % NumberRun.blockSize)
      count = UInt16(run.count)
      location = run.location
    }

    func run(in block: UInt64) -> NumberRun {
      NumberRun(first: block * NumberRun.blockSize + UInt64(first), count: UInt64(count), location: location)
    }
  }

  private var blocks: [UInt64: [Entry]] = [:]

  /// A map without numbers.
  public init() {}

  /// The location of a number, by its number in the database; nil when it is assigned to none.
  public func location(of number: UInt64) -> Int32? {
    guard let entries = blocks[number / NumberRun.blockSize] else { return nil }
    let offset = UInt16(number % NumberRun.blockSize)
    let position = Self.position(after: offset, in: entries)
    guard position > 0 else { return nil }
    let entry = entries[position - 1]
    return offset - entry.first < entry.count ? entry.location : nil
  }

  /// Assigns a run, whatever its numbers were assigned to before.
  public mutating func assign(_ run: NumberRun) {
    let block = run.block
    Self.assign(run, in: block, to: &blocks[block, default: []])
  }

  private static func assign(_ run: NumberRun, in block: UInt64, to entries: inout [Entry]) {
    // In order, as they are read at start, each one is simply the next.
    guard let last = entries.last?.run(in: block), last.end > run.first || last.joins(run) else {
      return entries.append(Entry(run))
    }
    replace(run, in: block, of: &entries) { run.replacing($0) }
  }

  /// Takes numbers from whatever they were assigned to.
  public mutating func remove(_ run: NumberRun) {
    let block = run.block
    guard blocks[block] != nil else { return }
    Self.replace(run, in: block, of: &blocks[block, default: []]) { run.leaving($0) }
    if blocks[block]?.isEmpty == true { blocks[block] = nil }
  }

  /// Whom the numbers of a run belong to now.
  public func runs(in run: NumberRun) -> [NumberRun] {
    guard let entries = blocks[run.block] else { return [] }
    return entries[Self.neighbours(of: run, in: entries)].compactMap {
      run.shared(with: $0.run(in: run.block))
    }
  }

  private static func replace(
    _ run: NumberRun,
    in block: UInt64,
    of entries: inout [Entry],
    _ replacing: ([NumberRun]) -> [NumberRun]
  ) {
    let range = neighbours(of: run, in: entries)
    entries.replaceSubrange(range, with: replacing(entries[range].map { $0.run(in: block) }).map(Entry.init))
  }

  /// The entries that touch a run or share numbers with it.
  private static func neighbours(of run: NumberRun, in entries: [Entry]) -> Range<Int> {
    // Runs do not overlap, so only the last one that begins before this one can reach into it.
    let offset = UInt16(run.first % NumberRun.blockSize)
    let start = offset == 0 ? 0 : max(0, position(after: offset - 1, in: entries) - 1)
    let end = entries[start...].firstIndex { $0.run(in: run.block).first > run.end } ?? entries.count
    return start..<end
  }

  /// All runs, by their first number.
  public var runs: [NumberRun] {
    blocks.keys.sorted().flatMap { block in blocks[block, default: []].map { $0.run(in: block) } }
  }

  /// The runs of one location, in order; it goes over all of them.
  func runs(of location: Int32) -> [NumberRun] {
    blocks.filter { $0.value.contains { $0.location == location } }.sorted { $0.key < $1.key }
      .flatMap { block, entries in
        entries.filter { $0.location == location }.map { $0.run(in: block) }
      }
  }

  /// The numbers of one location, in order; it goes over all runs.
  public func numbers(of location: Int32) -> [TelephoneNumber] {
    runs(of: location).flatMap { ($0.first..<$0.end).compactMap(TelephoneNumber.init(digits:)) }
  }

  /// The position of the first entry that begins after an offset.
  ///
  /// Numbers are given out all over a block, so the place is near the offset's share of it: to begin there touches fewer
  /// cache lines than to halve from the middle.
  private static func position(after offset: UInt16, in entries: [Entry]) -> Int {
    var (low, high) = (0, entries.count)
    var probe = Int(offset) * entries.count / Int(NumberRun.blockSize)
    var step = 1
    while low < high, probe >= low, probe < high {
      if entries[probe].first > offset {
        high = probe
        probe -= step
      } else {
        low = probe + 1
        probe += step
      }
      step *= 2
    }
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].first > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
