import Telephony

/// A choice of a block's 10,000 offsets, as bits of the words that have any: walking it costs what it holds.
struct OffsetMask: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    let word: Int
    let bits: UInt64
  }

  /// By rising word.
  let entries: [Entry]
  /// How many offsets it holds.
  let count: Int

  /// Every offset.
  static let all = OffsetMask(Array(repeating: BlockBits.full, count: BlockBits.words))

  /// Keeps the words that are not 0.
  init(_ words: [UInt64]) {
    entries = words.indices.compactMap { words[$0] == 0 ? nil : Entry(word: $0, bits: words[$0]) }
    count = entries.reduce(0) { $0 + $1.bits.nonzeroBitCount }
  }

  /// All words of it, with those that are 0.
  var words: [UInt64] {
    var words = Array(repeating: UInt64(0), count: BlockBits.words)
    for entry in entries { words[entry.word] = entry.bits }
    return words
  }

  func union(_ other: OffsetMask) -> OffsetMask {
    OffsetMask(zip(words, other.words).map { $0 | $1 })
  }

  func intersection(_ other: OffsetMask) -> OffsetMask {
    OffsetMask(zip(words, other.words).map { $0 & $1 })
  }

  /// Where to begin so that the words come in turn from one on.
  func firstEntry(from word: Int) -> Int {
    entries.firstIndex { $0.word >= word } ?? 0
  }
}

extension BlockBits {
  /// The offsets of a range within a word.
  @inline(__always)
  static func bits(of range: Range<Int>, inWord word: Int) -> UInt64 {
    let first = word * bitsPerWord
    let low = max(range.lowerBound - first, 0)
    let high = min(range.upperBound - first, bitsPerWord)
    guard low < high else { return 0 }
    return (full >> UInt64(bitsPerWord - (high - low))) << UInt64(low)
  }
}

/// The offsets that have a digit at one of the last four positions: what every pattern is made of.
enum DigitMasks {
  static let positions = 4
  private static let masks: [[UInt64]] = (0..<positions * 10).map { index in
    let (position, digit) = (index / 10, index % 10)
    var words = Array(repeating: UInt64(0), count: BlockBits.words)
    let scale = [1_000, 100, 10, 1][position]
    for offset in 0..<NumberBlock.size where offset / scale % 10 == digit {
      words[offset / BlockBits.bitsPerWord] |= 1 << UInt64(offset % BlockBits.bitsPerWord)
    }
    return words
  }

  /// The offsets that have these digits from a position on.
  static func offsets(with digits: ArraySlice<UInt8>, at position: Int) -> OffsetMask {
    var words = Array(repeating: BlockBits.full, count: BlockBits.words)
    for (index, digit) in digits.enumerated() {
      let mask = masks[(position + index) * 10 + Int(digit)]
      for word in words.indices { words[word] &= mask[word] }
    }
    return OffsetMask(words)
  }
}
