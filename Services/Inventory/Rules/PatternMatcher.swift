import Telephony

/// Finds the numbers of a block that contain or end with digits, without looking at any of them: what the digits
/// before the last four say is said once a block, what the last four may be is a mask that all blocks share.
struct PatternMatcher: Sendable {
  /// Digits that a block must end in so that the pattern begins there and goes on in the last four.
  private struct Straddle: Sendable {
    let ending: BlockEnding
    /// What matches in such a block, with what matches in every block.
    let mask: OffsetMask
  }

  private let contained: BlockEnding?
  private let straddles: [Straddle]
  /// What matches in blocks whose own digits do not help.
  private let inner: OffsetMask
  /// What matches in blocks that contain the pattern themselves.
  private let ending: OffsetMask
  /// What the digits before the last four must end in.
  private let blockEnding: BlockEnding?

  /// Nil when any number matches.
  init?(contains: [UInt8], endsWith: [UInt8]) {
    guard !contains.isEmpty || !endsWith.isEmpty else { return nil }
    let tail = endsWith.suffix(DigitMasks.positions)
    let ending = DigitMasks.offsets(with: tail, at: DigitMasks.positions - tail.count)
    self.ending = ending
    blockEnding = BlockEnding(endsWith.dropLast(DigitMasks.positions))
    contained = BlockEnding(contains[...])
    guard !contains.isEmpty else {
      (inner, straddles) = (ending, [])
      return
    }
    let inner = Self.within(contains).intersection(ending)
    self.inner = inner
    straddles = Self.straddling(contains).map { digits, rest in
      let mask = DigitMasks.offsets(with: rest, at: 0).intersection(ending)
      return Straddle(ending: digits, mask: mask.union(inner))
    }
  }

  /// The offsets whose four digits contain the digits.
  private static func within(_ digits: [UInt8]) -> OffsetMask {
    var mask = OffsetMask([])
    for position in 0..<max(DigitMasks.positions + 1 - digits.count, 0) {
      mask = mask.union(DigitMasks.offsets(with: digits[...], at: position))
    }
    return mask
  }

  /// The ways to part the digits between a block and its last four.
  private static func straddling(_ digits: [UInt8]) -> [(BlockEnding, ArraySlice<UInt8>)] {
    (max(digits.count - DigitMasks.positions, 1)..<max(digits.count, 1)).compactMap { length in
      guard let ending = BlockEnding(digits[..<length]) else { return nil }
      return (ending, digits[length...])
    }
  }

  /// Which offsets match in a block that has so many digits between its calling code and the last four.
  func mask(of block: NumberBlock, leadingDigits: Int) -> OffsetMask {
    if let blockEnding, !blockEnding.ends(block, leadingDigits) { return OffsetMask([]) }
    if let contained, contained.occurs(in: block, leadingDigits) { return ending }
    var mask: OffsetMask?
    for straddle in straddles where straddle.ending.ends(block, leadingDigits) {
      mask = mask?.union(straddle.mask) ?? straddle.mask
    }
    return mask ?? inner
  }

  /// The only last three digits before the last four that blocks with a match can have; nil when there are other
  /// such blocks, or so many that looking for them one after the other is quick.
  func blockEndings(leadingDigits: Int) -> [Int]? {
    if let blockEnding, let endings = blockEnding.lastThree { return endings }
    guard let contained, contained.length >= leadingDigits, inner.count == 0 else { return nil }
    let needed = straddles.map(\.ending) + (contained.length == leadingDigits ? [contained] : [])
    let endings = needed.map(\.lastThree)
    guard endings.allSatisfy({ $0 != nil }) else { return nil }
    return Array(Set(endings.compactMap(\.self).joined())).sorted()
  }
}

/// Digits at the end of those before the last four.
private struct BlockEnding: Sendable {
  let value: UInt64
  let scale: UInt64
  let length: Int

  /// Nil when there are none.
  init?(_ digits: ArraySlice<UInt8>) {
    guard !digits.isEmpty else { return nil }
    length = digits.count
    value = digits.reduce(0) { $0 * 10 + UInt64($1) }
    scale = digits.reduce(1) { scale, _ in scale * 10 }
  }

  @inline(__always)
  func ends(_ block: NumberBlock, _ leadingDigits: Int) -> Bool {
    length <= leadingDigits && block.index % scale == value
  }

  func occurs(in block: NumberBlock, _ leadingDigits: Int) -> Bool {
    var rest = block.index
    for _ in 0..<max(leadingDigits - length + 1, 0) {
      if rest % scale == value { return true }
      rest /= 10
    }
    return false
  }

  /// The endings of three digits that agree with it, at most ten.
  var lastThree: [Int]? {
    switch length {
    case ..<2: nil
    case 2: (0..<10).map { $0 * 100 + Int(value) }
    default: [Int(value % 1_000)]
    }
  }
}
