import Telephony

/// Why a search finds as many numbers as it does (domain.md section 3, D).
public struct SearchExplanation: Hashable, Sendable {
  /// What one filter of the search removed from what those before it had left.
  public struct Step: Hashable, Sendable {
    /// The field of the search, or `availability` for numbers that somebody has.
    public var filter: String
    /// How many numbers it removed.
    public var removed: Int
  }

  /// Numbers of the country in stock.
  public var total = 0
  /// The filters that were given, in the order in which they were applied.
  public var steps: [Step] = []
  /// What is left: available numbers; for blocks, those that lie in whole runs that begin at a multiple of the size.
  public var matching = 0
}

extension StockIndex {
  /// Counts what each filter removes. It looks at every block of the country: to be asked of a copy of the index,
  /// while the index itself goes on.
  public func explain(_ search: NumberSearch) throws(Refusal) -> SearchExplanation {
    try search.check()
    var count = ExplanationCount(search)
    for position in group(.country(search.criteria.countryCode)).map({ groups[Int($0)].blocks }) ?? [] {
      count.add(Int(position), of: self)
    }
    return count.explanation
  }
}

/// Counts block by block.
private struct ExplanationCount {
  private let search: NumberSearch
  private let leading: StockSelection.Prefix?
  private let contains: PatternMatcher?
  private let pattern: PatternMatcher?
  private var total = 0
  private var removed: [String: Int] = [:]
  private var matching = 0

  init(_ search: NumberSearch) {
    self.search = search
    let criteria = search.criteria
    let digits = NumberCriteria.digits(criteria.startsWith)
    leading =
      digits.isEmpty ? nil : .init(value: digits.reduce(0) { $0 * 10 + UInt64($1) }, digits: digits.count)
    let contained = NumberCriteria.digits(criteria.contains)
    contains = PatternMatcher(contains: contained, endsWith: [])
    pattern = PatternMatcher(contains: contained, endsWith: NumberCriteria.digits(criteria.endsWith))
  }

  mutating func add(_ position: Int, of stock: StockIndex) {
    total += NumberBlock.size
    let block = stock.blocks[position]
    if let filter = placeFilter(block) {
      removed[filter, default: 0] += NumberBlock.size
      return
    }
    addNumbers(position, of: stock)
  }

  /// The filter that removes the whole block.
  private func placeFilter(_ block: StockBlock) -> String? {
    let criteria = search.criteria
    if !criteria.region.isEmpty, criteria.region != block.region { return "region" }
    if !criteria.areaCode.isEmpty, criteria.areaCode != block.areaCode { return "area_code" }
    if !criteria.city.isEmpty, criteria.city.lowercased() != block.city.lowercased() { return "city" }
    if let type = criteria.type, type != block.type { return "number_type" }
    if search.blockSize > 0, block.type == .tollFree { return "block_size" }
    return nil
  }

  private mutating func addNumbers(_ position: Int, of stock: StockIndex) {
    let block = stock.blocks[position].block
    var range = 0..<NumberBlock.size
    var left = range.count
    func remove(_ filter: String, leaving count: Int) {
      if count < left { removed[filter, default: 0] += left - count }
      left = count
    }
    if let prefix = UInt64(search.criteria.prefix) {
      range = StockSelection.Prefix(value: prefix, digits: search.criteria.prefix.utf8.count).offsets(
        of: block
      )
      remove("prefix", leaving: range.count)
    }
    if let leading {
      range = leading.offsets(of: block).clamped(to: range)
      remove("starts_with", leaving: range.count)
    }
    let digits = Int(stock.memberships[position].leadingDigits)
    var mask = OffsetMask.all
    if let contains {
      mask = contains.mask(of: block, leadingDigits: digits)
      remove("contains", leaving: mask.count(in: range))
    }
    if let pattern, !search.criteria.endsWith.isEmpty {
      mask = pattern.mask(of: block, leadingDigits: digits)
      remove("ends_with", leaving: mask.count(in: range))
    }
    guard left > 0 else { return }
    remove("availability", leaving: stock.available(range, mask, inBlock: position))
    if search.blockSize > 0 {
      remove(
        "block_size",
        leaving: stock.wholeRuns(of: search.blockSize, range, inBlock: position) * search.blockSize
      )
    }
    let shown = search.excluded.filter { NumberBlock(containing: $0) == block }
    let offsets = shown.map(NumberBlock.offset(of:)).filter { offset in
      range.contains(offset) && mask.contains(offset) && stock.pool.isAvailable(offset, inBlock: position)
    }
    // Of runs the first numbers are named.
    let excluded = offsets.count * max(search.blockSize, 1)
    if excluded > 0 { remove("exclude_phone_numbers", leaving: max(left - excluded, 0)) }
    matching += left
  }

  private static let order = [
    "region", "area_code", "city", "number_type", "prefix", "starts_with", "contains", "ends_with",
    "availability",
    "block_size", "exclude_phone_numbers",
  ]

  var explanation: SearchExplanation {
    let steps = Self.order.compactMap { filter in
      removed[filter].map { SearchExplanation.Step(filter: filter, removed: $0) }
    }
    return SearchExplanation(total: total, steps: steps, matching: matching)
  }
}

extension OffsetMask {
  func contains(_ offset: Int) -> Bool {
    let word = offset / BlockBits.bitsPerWord
    return entries.contains { $0.word == word && $0.bits >> UInt64(offset % BlockBits.bitsPerWord) & 1 == 1 }
  }

  func count(in range: Range<Int>) -> Int {
    if range.count == NumberBlock.size { return count }
    return entries.reduce(0) { $0 + ($1.bits & BlockBits.bits(of: range, inWord: $1.word)).nonzeroBitCount }
  }
}

extension StockIndex {
  /// How many offsets of a range and a mask are available.
  func available(_ range: Range<Int>, _ mask: OffsetMask, inBlock block: Int) -> Int {
    if range.count == NumberBlock.size, mask.count == NumberBlock.size {
      return Int(pool.counts[block].available)
    }
    if pool.counts[block] == .untouched { return mask.count(in: range) }
    return mask.entries.reduce(0) { count, entry in
      let bits = pool.word(entry.word, ofBlock: block) & entry.bits
      return bits == 0
        ? count : count + (bits & BlockBits.bits(of: range, inWord: entry.word)).nonzeroBitCount
    }
  }

  /// How many runs that begin at a multiple of their size are wholly available.
  func wholeRuns(of size: Int, _ range: Range<Int>, inBlock block: Int) -> Int {
    if range.count == NumberBlock.size { return pool.counts[block].wholeRuns(of: size) }
    let first = (range.lowerBound + size - 1) / size * size
    return stride(from: first, through: range.upperBound - size, by: size).count { isWhole($0, size, block) }
  }
}
