/// Consecutive numbers that are assigned to one location. A run lies within one block of 10,000.
public struct NumberRun: Hashable, Sendable {
  /// Numbers of a block; the unit in which the stock is kept (design.md section 4).
  public static let blockSize: UInt64 = 10_000

  /// Digits of the first number.
  public var first: UInt64
  /// How many there are.
  public var count: UInt64
  /// Number of the location in this service's database.
  public var location: Int32

  /// Takes a run; nothing is checked.
  public init(first: UInt64, count: UInt64, location: Int32) {
    self.first = first
    self.count = count
    self.location = location
  }

  /// Digits of the first number that does not belong to it any more.
  public var end: UInt64 { first + count }

  /// The first digits that all numbers of its block share.
  var block: UInt64 { first / Self.blockSize }

  /// Puts numbers together into as few runs as there can be.
  public static func covering(_ numbers: [UInt64], location: Int32) -> [NumberRun] {
    var runs: [NumberRun] = []
    for number in numbers.sorted() {
      if let last = runs.last, number < last.end { continue }
      if let last = runs.last, number == last.end, number / blockSize == last.block {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(NumberRun(first: number, count: 1, location: location))
      }
    }
    return runs
  }

  /// Whether both touch or share numbers in one block, so that assigning one changes the other.
  public func concerns(_ other: NumberRun) -> Bool {
    block == other.block && end >= other.first && first <= other.end
  }

  /// Whether another run goes on where this one ends, at the same location.
  func joins(_ next: NumberRun) -> Bool { end == next.first && location == next.location }

  /// Whether all numbers of another run belong to it and its location.
  public func covers(_ other: NumberRun) -> Bool {
    location == other.location && first <= other.first && end >= other.end
  }

  /// The runs that take the place of `neighbours` once this one is assigned: what is left of them, joined
  /// where it belongs to the same location.
  ///
  /// - Parameter neighbours: the runs that it touches or shares numbers with, in order.
  public func replacing(_ neighbours: [NumberRun]) -> [NumberRun] {
    let joined = neighbours.filter { concerns($0) && $0.location == location }
      .reduce(self) { $0.joined(with: $1) }
    let others = neighbours.filter { !concerns($0) || $0.location != location }
    let left = others.compactMap { part(of: $0, from: $0.first, to: min($0.end, first)) }
    let right = others.compactMap { part(of: $0, from: max($0.first, end), to: $0.end) }
    return left + [joined] + right
  }

  /// The runs that take the place of `neighbours` once the numbers of this one belong to nobody.
  public func leaving(_ neighbours: [NumberRun]) -> [NumberRun] {
    neighbours.compactMap { part(of: $0, from: $0.first, to: min($0.end, first)) }
      + neighbours.compactMap { part(of: $0, from: max($0.first, end), to: $0.end) }
  }

  /// What another run shares with this one.
  public func shared(with other: NumberRun) -> NumberRun? {
    part(of: other, from: max(first, other.first), to: min(end, other.end))
  }

  private func part(of run: NumberRun, from first: UInt64, to end: UInt64) -> NumberRun? {
    first < end ? NumberRun(first: first, count: end - first, location: run.location) : nil
  }

  private func joined(with other: NumberRun) -> NumberRun {
    let start = min(first, other.first)
    return NumberRun(first: start, count: max(end, other.end) - start, location: location)
  }
}
