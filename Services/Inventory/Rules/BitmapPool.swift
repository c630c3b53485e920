/// The bits of all blocks. A block that nobody has touched has none: it is all available.
///
/// Bits lie in slabs of 64 blocks (100 kB), so that growing copies nothing and memory follows use.
struct BitmapPool: Sendable {
  private static let blocksPerSlab = 64

  private var slabs: [[UInt64]] = []
  private var slots: [Int32] = []
  private(set) var counts: [BlockCounts] = []
  private var usedSlots: Int32 = 0

  /// Adds a block, all available, and returns its position.
  mutating func add() -> Int {
    slots.append(-1)
    counts.append(.untouched)
    return slots.count - 1
  }

  /// Whether a block has bits.
  func isTouched(_ block: Int) -> Bool { slots[block] >= 0 }

  /// Takes the last block away again, all of which is available.
  mutating func removeLast() {
    if let slot = slots.last, slot >= 0, slot == usedSlots - 1 { usedSlots -= 1 }
    slots.removeLast()
    counts.removeLast()
  }

  @inline(__always)
  func word(_ word: Int, ofBlock block: Int) -> UInt64 {
    let slot = Int(slots[block])
    if slot < 0 { return BlockBits.full }
    return slabs[slot / Self.blocksPerSlab][slot % Self.blocksPerSlab * BlockBits.words + word]
  }

  func isAvailable(_ offset: Int, inBlock block: Int) -> Bool {
    word(offset / BlockBits.bitsPerWord, ofBlock: block) >> UInt64(offset % BlockBits.bitsPerWord) & 1 == 1
  }

  /// Marks consecutive numbers as taken or as available.
  mutating func set(_ available: Bool, from offset: Int, count: Int, inBlock block: Int) {
    materialize(block)
    var position = offset
    let end = offset + count
    while position < end {
      let bit = position % BlockBits.bitsPerWord
      let length = min(BlockBits.bitsPerWord - bit, end - position)
      let mask: UInt64 = ((1 << UInt64(length)) - 1) << UInt64(bit)
      change(word: position / BlockBits.bitsPerWord, ofBlock: block, mask: mask, available: available)
      position += length
    }
  }

  private mutating func materialize(_ block: Int) {
    guard slots[block] < 0 else { return }
    if Int(usedSlots) == slabs.count * Self.blocksPerSlab {
      slabs.append(Array(repeating: BlockBits.full, count: Self.blocksPerSlab * BlockBits.words))
    }
    slots[block] = usedSlots
    usedSlots += 1
  }

  private mutating func change(word: Int, ofBlock block: Int, mask: UInt64, available: Bool) {
    let slot = Int(slots[block])
    let position = slot % Self.blocksPerSlab * BlockBits.words + word
    let before = slabs[slot / Self.blocksPerSlab][position]
    let after = available ? before | mask : before & ~mask
    slabs[slot / Self.blocksPerSlab][position] = after
    let twin = slabs[slot / Self.blocksPerSlab][position ^ 1]
    recount(block, from: before, to: after, twin: twin)
  }

  private mutating func recount(_ block: Int, from before: UInt64, to after: UInt64, twin: UInt64) {
    let (wholeBefore, brokenBefore) = BlockBits.decades(before)
    let (wholeAfter, brokenAfter) = BlockBits.decades(after)
    let fullChange = (after == BlockBits.full ? 1 : 0) - (before == BlockBits.full ? 1 : 0)
    counts[block].available += Int16(after.nonzeroBitCount - before.nonzeroBitCount)
    counts[block].wholeDecades += Int16(wholeAfter - wholeBefore)
    counts[block].brokenDecades += Int16(brokenAfter - brokenBefore)
    counts[block].wholeFifties += Int16(fullChange)
    if twin == BlockBits.full { counts[block].wholeHundreds += Int16(fullChange) }
  }
}
