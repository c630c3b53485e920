/// The places of a range in turn, from any of them on, round to the one before.
struct Rotation: Sequence, IteratorProtocol {
  private let range: Range<Int>
  private var place: Int
  private var remaining: Int

  /// A start outside the range is taken as its beginning.
  init(_ range: Range<Int>, from start: Int, count: Int? = nil) {
    self.range = range
    place = range.contains(start) ? start : range.lowerBound
    remaining = count ?? range.count
  }

  mutating func next() -> Int? {
    guard remaining > 0 else { return nil }
    remaining -= 1
    defer { place = place + 1 == range.upperBound ? range.lowerBound : place + 1 }
    return place
  }
}
