import Telephony

/// The stock: every block with its bits, found by country, area code, region and city.
public struct StockIndex: Sendable {
  var pool = BitmapPool()
  private(set) var blocks: [StockBlock] = []
  private var positions = NumberTable()
  private var groupIDs: [GroupKey: Int32] = [:]
  private(set) var groups: [StockGroup] = []
  private(set) var memberships: [Membership] = []

  /// An empty stock.
  public init() {}

  /// What blocks can have in common.
  enum GroupKey: Hashable {
    case country(String)
    case area(country: String, String)
    case region(country: String, String)
    case city(country: String, folded: String)
    /// The three digits before the last four: for patterns that few blocks can match.
    case ending(country: String, Int)
  }

  /// The groups of a block.
  struct Membership {
    var country: Int32
    var area: Int32
    var region: Int32
    var city: Int32
    var ending: Int32
    /// How many digits a number has between its calling code and the last four.
    var leadingDigits: Int8
  }

  func group(_ key: GroupKey) -> Int32? { groupIDs[key] }

  /// The block in which a number lies.
  public func block(of number: TelephoneNumber) -> StockBlock? {
    positions[NumberBlock(containing: number).index].map { blocks[Int($0)] }
  }

  /// The block itself, if it is in stock.
  public subscript(block: NumberBlock) -> StockBlock? { positions[block.index].map { blocks[Int($0)] } }

  /// Whether a number is in stock and nobody has it.
  public func isAvailable(_ number: TelephoneNumber) -> Bool {
    guard let position = positions[NumberBlock(containing: number).index] else { return false }
    return pool.isAvailable(NumberBlock.offset(of: number), inBlock: Int(position))
  }
}

// MARK: - Changing
extension StockIndex {
  /// Adds a block that is not there yet, all available.
  mutating func add(_ block: StockBlock) {
    let position = Int32(pool.add())
    blocks.append(block)
    positions[block.block.index] = Int64(position)
    let country = block.countryCode
    let leadingDigits = block.block.leadingDigits
    func join(_ key: GroupKey) -> Int32 { self.join(position, key, leadingDigits) }
    memberships.append(
      Membership(
        country: join(.country(country)),
        area: join(.area(country: country, block.areaCode)),
        region: join(.region(country: country, block.region)),
        city: join(.city(country: country, folded: block.city.lowercased())),
        ending: join(.ending(country: country, Int(block.block.index % 1_000))),
        leadingDigits: Int8(leadingDigits)
      )
    )
  }

  /// Takes the block away that was added last.
  mutating func removeLast() {
    guard let block = blocks.last?.block, let membership = memberships.last else { return }
    let position = blocks.count - 1
    // What was withheld from it counts in its groups.
    if pool.isTouched(position) { set(true, 0..<NumberBlock.size, inBlock: position) }
    for group in membership.groups + [membership.ending] {
      groups[Int(group)].remove(order(of: block, in: group))
    }
    positions[block.index] = nil
    blocks.removeLast()
    memberships.removeLast()
    pool.removeLast()
  }

  private mutating func join(_ position: Int32, _ key: GroupKey, _ leadingDigits: Int) -> Int32 {
    let id = groupIDs[key] ?? Int32(groups.count)
    if Int(id) == groups.count {
      groupIDs[key] = id
      groups.append(StockGroup())
    }
    let order = order(of: blocks[Int(position)].block, in: id)
    groups[Int(id)].insert(position, at: order, leadingDigits: leadingDigits)
    return id
  }

  /// Marks consecutive numbers, all of blocks in stock, as available or not.
  mutating func set(_ available: Bool, _ range: NumberRange) {
    var number = range.first
    var rest = range.count
    while rest > 0 {
      let offset = NumberBlock.offset(of: number)
      let count = min(rest, NumberBlock.size - offset)
      if let position = positions[NumberBlock(containing: number).index] {
        set(available, offset..<offset + count, inBlock: Int(position))
      }
      rest -= count
      guard rest > 0, let next = number.advanced(by: count) else { return }
      number = next
    }
  }

  private mutating func set(_ available: Bool, _ offsets: Range<Int>, inBlock block: Int) {
    let before = pool.counts[block]
    pool.set(available, from: offsets.lowerBound, count: offsets.count, inBlock: block)
    let after = pool.counts[block]
    let broken = after.hasBrokenDecade.asInteger - before.hasBrokenDecade.asInteger
    let loose = after.hasLooseDecade.asInteger - before.hasLooseDecade.asInteger
    guard broken != 0 || loose != 0 else { return }
    for group in memberships[block].groups {
      groups[Int(group)].blocksWithBrokenDecade += broken
      groups[Int(group)].blocksWithLooseDecade += loose
    }
  }

  mutating func remember(_ cursor: Int, inGroup group: Int32) { groups[Int(group)].cursor = cursor }
}

extension StockIndex {
  /// Where a block stands, or would stand, in the rising order of a group.
  func order(of block: NumberBlock, in group: Int32) -> Int {
    let members = groups[Int(group)].blocks
    // Imports come in rising order.
    if let last = members.last, blocks[Int(last)].block < block { return members.count }
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if blocks[Int(members[middle])].block < block { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension StockIndex.Membership {
  /// Those that numbers are chosen from.
  var groups: [Int32] { [country, area, region, city] }
}

/// Blocks that have something in common.
struct StockGroup: Sendable {
  /// Their positions, by rising number.
  private(set) var blocks: [Int32] = []
  /// Where the system's choice took numbers last; only a hint.
  var cursor = 0
  var blocksWithBrokenDecade = 0
  var blocksWithLooseDecade = 0

  /// The most digits between calling code and last four that a block of it has; nil when it never had any block.
  private(set) var longestLeadingDigits: Int?

  mutating func insert(_ block: Int32, at order: Int, leadingDigits: Int) {
    blocks.insert(block, at: order)
    longestLeadingDigits = max(longestLeadingDigits ?? 0, leadingDigits)
  }

  mutating func remove(_ order: Int) { blocks.remove(at: order) }
}

extension BlockCounts {
  var hasBrokenDecade: Bool { brokenDecades > 0 }
  /// Whether a run of 10 is whole while its run of 100 is not.
  var hasLooseDecade: Bool { wholeDecades > wholeHundreds * 10 }
}

extension NumberBlock {
  /// How many digits its numbers have between the calling code and the last four.
  fileprivate var leadingDigits: Int { first.digitCount - first.callingCodeLength - 4 }
}

extension Bool {
  fileprivate var asInteger: Int { self ? 1 : 0 }
}
