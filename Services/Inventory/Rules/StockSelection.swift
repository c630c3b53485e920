import Telephony

/// Criteria, resolved against the index: the fewest blocks that hold all matches, and what else must hold.
struct StockSelection: Sendable {
  /// A part of a group.
  struct Source: Sendable {
    let group: Int32
    /// Positions within the group that can match.
    let slice: Range<Int>
  }

  /// Where matches can be: one group, or one for each ending that a pattern allows.
  let sources: [Source]
  /// How many blocks they have together.
  let count: Int
  let matcher: PatternMatcher?
  private let filters: Filters
  private let prefix: Prefix?

  private struct Filters: Sendable {
    var area: Int32?
    var region: Int32?
    var city: Int32?
    var type: NumberType?
    var excludesTollFree: Bool
  }

  struct Prefix: Sendable {
    let value: UInt64
    let digits: Int
  }

  /// Nil when no block matches.
  init?(_ criteria: NumberCriteria, in stock: StockIndex, forRuns: Bool) {
    let country = criteria.countryCode
    guard let all = stock.group(.country(country)), let leading = criteria.leadingDigits else { return nil }
    var smallest = all
    func find(_ text: String, _ key: @autoclosure () -> StockIndex.GroupKey) -> Int32?? {
      if text.isEmpty { return .some(nil) }
      guard let group = stock.group(key()) else { return nil }
      if stock.groups[Int(group)].blocks.count < stock.groups[Int(smallest)].blocks.count { smallest = group }
      return group
    }
    guard let area = find(criteria.areaCode, .area(country: country, criteria.areaCode)),
      let region = find(criteria.region, .region(country: country, criteria.region)),
      let city = find(criteria.city, .city(country: country, folded: criteria.city.lowercased()))
    else { return nil }
    // Toll-free numbers are never sold as a block (domain.md section 3).
    filters = Filters(area: area, region: region, city: city, type: criteria.type, excludesTollFree: forRuns)
    prefix = UInt64(leading).map { Prefix(value: $0, digits: leading.utf8.count) }
    matcher =
      criteria.hasInnerPattern
      ? PatternMatcher(
        contains: NumberCriteria.digits(criteria.contains),
        endsWith: NumberCriteria.digits(criteria.endsWith)
      ) : nil
    let groups = smallest == all ? stock.groups(ofEndings: matcher, country: criteria.countryCode, all) : nil
    let within = prefix
    sources = (groups ?? [smallest]).compactMap { group in
      let slice = stock.slice(of: group, country: all, matching: within)
      return slice.isEmpty ? nil : Source(group: group, slice: slice)
    }
    count = sources.reduce(0) { $0 + $1.slice.count }
    if count == 0 { return nil }
  }

  /// Which offsets of a block match what says nothing of the last digits alone; empty when none do.
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

  /// Which offsets of a block match the pattern.
  func mask(ofBlock position: Int, in stock: StockIndex) -> OffsetMask {
    guard let matcher else { return .all }
    let leadingDigits = Int(stock.memberships[position].leadingDigits)
    return matcher.mask(of: stock.blocks[position].block, leadingDigits: leadingDigits)
  }
}

// MARK: - The blocks in turn
extension StockSelection {
  /// The block at a place among all sources.
  func block(at place: Int, in stock: StockIndex) -> Int? {
    var rest = place
    for source in sources {
      if rest < source.slice.count {
        return Int(stock.groups[Int(source.group)].blocks[source.slice.lowerBound + rest])
      }
      rest -= source.slice.count
    }
    return nil
  }

  /// The place of a block, or of the next one behind it when there is one source only.
  func place(of block: NumberBlock, in stock: StockIndex) -> Int {
    var before = 0
    for source in sources {
      let order = stock.order(of: block, in: source.group)
      let members = stock.groups[Int(source.group)].blocks
      let isMember = order < members.count && stock.blocks[Int(members[order])].block == block
      if source.slice.contains(order), isMember || sources.count == 1 {
        return before + order - source.slice.lowerBound
      }
      before += source.slice.count
    }
    return 0
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
  /// The groups of the only endings that a pattern allows; nil when it is as quick to look at all blocks.
  fileprivate func groups(ofEndings matcher: PatternMatcher?, country: String, _ all: Int32) -> [Int32]? {
    guard let matcher, let longest = groups[Int(all)].longestLeadingDigits,
      let endings = matcher.blockEndings(leadingDigits: longest)
    else { return nil }
    return endings.compactMap { group(.ending(country: country, $0)) }
  }

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
