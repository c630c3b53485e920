import Telephony

/// Counts of the stock.
public struct StockCount: Hashable, Sendable {
  /// Counts of one area code.
  public struct Area: Hashable, Sendable {
    /// Area code.
    public var areaCode: String
    /// Region of its first block.
    public var region: String
    /// Numbers in stock.
    public var total = 0
    /// Those of them that are available.
    public var available = 0
  }

  /// Numbers in stock.
  public var total = 0
  /// Those of them that are available.
  public var available = 0
  /// The same by area code, in rising order.
  public var areas: [Area] = []
}

extension StockIndex {
  /// Counts the numbers that match. With a prefix that is longer than a block's, the numbers of whole blocks whose
  /// beginning matches are counted one by one.
  public func count(_ criteria: NumberCriteria) throws(Refusal) -> StockCount {
    let violations = criteria.violations(path: "criteria")
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    var count = StockCount()
    guard let selection = StockSelection(criteria, in: self, forRuns: false) else { return count }
    var areas: [Int32: StockCount.Area] = [:]
    var area: (group: Int32, counts: StockCount.Area)?
    for place in selection.slice {
      let block = Int(groups[Int(selection.group)].blocks[place])
      let offsets = selection.offsets(ofBlock: block, in: self)
      guard !offsets.isEmpty else { continue }
      let available = available(offsets, inBlock: block)
      count.total += offsets.count
      count.available += available
      let group = memberships[block].area
      // Blocks lie in order, so that those of an area come one after the other.
      if area?.group != group {
        if let area { areas[area.group] = area.counts }
        area = (group, areas[group] ?? .init(areaCode: blocks[block].areaCode, region: blocks[block].region))
      }
      area?.counts.total += offsets.count
      area?.counts.available += available
    }
    if let area { areas[area.group] = area.counts }
    count.areas = areas.values.sorted { $0.areaCode < $1.areaCode }
    return count
  }

  private func available(_ offsets: Range<Int>, inBlock block: Int) -> Int {
    if offsets.count == NumberBlock.size { return Int(pool.counts[block].available) }
    return offsets.count { pool.isAvailable($0, inBlock: block) }
  }
}
