import Telephony

/// Criteria, resolved against the index: the smallest group that holds all matches, and what else must hold.
struct StockSelection: Sendable {
  let group: Int32
  /// Positions within the group that can match.
  let slice: Range<Int>
  private let filters: Filters
  private let prefix: Prefix?

  private struct Filters {
    var area: Int32?
    var region: Int32?
    var city: Int32?
    var type: NumberType?
    var excludesTollFree: Bool
  }

  struct Prefix {
    let value: UInt64
    let digits: Int
  }

  /// Nil when no block matches.
  init?(_ criteria: NumberCriteria, in stock: StockIndex, forRuns: Bool) {
    let country = criteria.countryCode
    guard let all = stock.group(.country(country)) else { return nil }
    var candidates = [all]
    func find(_ text: String, _ key: StockIndex.GroupKey) -> Int32?? {
      if text.isEmpty { return .some(nil) }
      guard let group = stock.group(key) else { return nil }
      candidates.append(group)
      return group
    }
    guard let area = find(criteria.areaCode, .area(country: country, criteria.areaCode)),
      let region = find(criteria.region, .region(country: country, criteria.region)),
      let city = find(criteria.city, .city(country: country, folded: criteria.city.lowercased()))
    else { return nil }
    group = candidates.min { stock.groups[Int($0)].blocks.count < stock.groups[Int($1)].blocks.count } ?? all
    // Toll-free numbers are never sold as a block (domain.md section 3).
    filters = Filters(area: area, region: region, city: city, type: criteria.type, excludesTollFree: forRuns)
    prefix = UInt64(criteria.prefix).map { Prefix(value: $0, digits: criteria.prefix.utf8.count) }
    slice = stock.slice(of: group, country: all, matching: prefix)
    if slice.isEmpty { return nil }
  }

  /// Which offsets of a block match; empty when none do.
  func offsets(ofBlock position: Int, in stock: StockIndex) -> Range<Int> {
    let membership = stock.memberships[position]
    let type = stock.blocks[position].type
    guard filters.area == nil || filters.area == membership.area,
      filters.region == nil || filters.region == membership.region,
      filters.city == nil || filters.city == membership.city,
      filters.type == nil || filters.type == type,
      !filters.excludesTollFree || type != .tollFree
    else { return 0..<0 }
    return prefix?.offsets(of: stock.blocks[position].block) ?? 0..<NumberBlock.size
  }
}

extension StockSelection.Prefix {
  /// The numbers of a plan that begin with the prefix, for numbers as long as the example.
  func numbers(like example: TelephoneNumber) -> Range<UInt64>? {
    let rest = example.digitCount - example.callingCodeLength - digits
    guard rest >= 0 else { return nil }
    var scale: UInt64 = 1
    for _ in 0..<rest { scale *= 10 }
    var code = UInt64(example.callingCode)
    for _ in 0..<digits { code *= 10 }
    let first = (code + value) * scale
    return first..<first + scale
  }

  func offsets(of block: NumberBlock) -> Range<Int> {
    guard let numbers = numbers(like: block.first) else { return 0..<0 }
    let first = block.first.digits
    let range = numbers.clamped(to: first..<first + UInt64(NumberBlock.size))
    return range.isEmpty ? 0..<0 : Int(range.lowerBound - first)..<Int(range.upperBound - first)
  }
}

extension StockIndex {
  /// Where in a group the blocks lie that can have numbers with the prefix. In a plan whose numbers differ in
  /// length they lie apart, and the whole group is looked at.
  func slice(of group: Int32, country: Int32, matching prefix: StockSelection.Prefix?) -> Range<Int> {
    let members = groups[Int(group)].blocks
    guard let prefix, let first = groups[Int(country)].blocks.first,
      let last = groups[Int(country)].blocks.last
    else { return 0..<members.count }
    let example = blocks[Int(first)].block.first
    guard example.digitCount == blocks[Int(last)].block.first.digitCount else { return 0..<members.count }
    guard let numbers = prefix.numbers(like: example) else { return 0..<0 }
    guard let low = NumberBlock(index: numbers.lowerBound / 10_000),
      let high = NumberBlock(index: (numbers.upperBound + 9_999) / 10_000)
    else { return 0..<members.count }
    let start = order(of: low, in: group)
    return start..<max(start, order(of: high, in: group))
  }
}
