import Telephony

/// Counts of the stock.
public struct StockCount: Hashable, Sendable {
  /// Numbers and whole runs.
  public struct Counts: Hashable, Sendable {
    /// Numbers in stock.
    public var total = 0
    /// Those of them that are available.
    public var available = 0
    /// Available runs that begin at a multiple of their size, by the sizes of ``OrderableBlock``.
    public var wholeRuns = OrderableBlock.sizes.map { _ in 0 }
  }

  /// Counts of one area code, or of one city.
  public struct Place: Hashable, Sendable {
    /// Area code, or city.
    public var name: String
    /// Region of its first block.
    public var region: String
    /// What it has.
    public var counts = Counts()
  }

  /// All that match.
  public var counts = Counts()
  /// The same by area code, in rising order.
  public var areas: [Place] = []
  /// The same by city, by name and region; empty unless asked for.
  public var cities: [Place] = []
}

extension StockIndex {
  /// Counts the numbers that match. It looks at every block that can: to be asked of a copy of the index when that
  /// may be many.
  public func count(_ criteria: NumberCriteria, byCity: Bool = false) throws(Refusal) -> StockCount {
    let violations = criteria.violations(path: "criteria")
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    var count = StockCount()
    guard let selection = StockSelection(criteria, in: self, forRuns: false) else { return count }
    var areas: [Int32: StockCount.Place] = [:]
    var cities: [Int32: StockCount.Place] = [:]
    for place in 0..<selection.count {
      guard let position = selection.block(at: place, in: self) else { break }
      let counts = counts(ofBlock: position, selection)
      guard counts.total > 0 else { continue }
      let (block, membership) = (blocks[position], memberships[position])
      count.counts += counts
      areas[membership.area, default: .init(name: block.areaCode, region: block.region)].counts += counts
      if byCity {
        cities[membership.city, default: .init(name: block.city, region: block.region)].counts += counts
      }
    }
    count.areas = areas.values.sorted { $0.name < $1.name }
    count.cities = cities.values.sorted { ($0.name, $0.region) < ($1.name, $1.region) }
    return count
  }

  private func counts(ofBlock block: Int, _ selection: StockSelection) -> StockCount.Counts {
    let range = selection.offsets(ofBlock: block, in: self)
    guard !range.isEmpty else { return .init() }
    let mask = selection.mask(ofBlock: block, in: self)
    var counts = StockCount.Counts()
    counts.total = mask.count(in: range)
    counts.available = available(range, mask, inBlock: block)
    // A pattern names single numbers, and toll-free ones are never a block (domain.md section 3).
    if selection.matcher == nil, blocks[block].type != .tollFree {
      counts.wholeRuns = OrderableBlock.sizes.map { wholeRuns(of: $0, range, inBlock: block) }
    }
    return counts
  }
}

extension StockCount.Counts {
  static func += (left: inout Self, right: Self) {
    left.total += right.total
    left.available += right.available
    for index in left.wholeRuns.indices { left.wholeRuns[index] += right.wholeRuns[index] }
  }
}
