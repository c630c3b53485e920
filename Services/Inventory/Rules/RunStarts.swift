import Telephony

extension BitmapPool {
  /// Where in a word runs of 1, 10, 50 or 100 available numbers begin, at any offset, wherever in the block they end.
  ///
  /// No bit is looked at by itself: a run of 10 is found by folding a word, longer ones are whole words between the
  /// upper end of one and the lower end of another.
  @inline(__always)
  func runStarts(of size: Int, inWord index: Int, ofBlock block: Int) -> UInt64 {
    let word = word(index, ofBlock: block)
    switch size {
    case 1: return word
    case 10: return word == 0 ? 0 : Self.starts10(word | following(index, block) << 50) & BlockBits.full
    case 50: return Self.starts(from: word, into: following(index, block))
    default:
      guard following(index, block) == BlockBits.full else { return 0 }
      return Self.starts(from: word, into: following(index + 1, block))
    }
  }

  private func following(_ index: Int, _ block: Int) -> UInt64 {
    index + 1 < BlockBits.words ? word(index + 1, ofBlock: block) : 0
  }

  private static func starts10(_ bits: UInt64) -> UInt64 {
    let two = bits & bits >> 1
    let four = two & two >> 2
    let eight = four & four >> 4
    return eight & two >> 8
  }

  /// Where the word is available to its end while the other is available up to the same bit.
  private static func starts(from word: UInt64, into other: UInt64) -> UInt64 {
    let first = UInt64.bitWidth - (~word & BlockBits.full).leadingZeroBitCount
    let last = min((~other & BlockBits.full).trailingZeroBitCount, BlockBits.bitsPerWord - 1)
    return first <= last ? BlockBits.bits(of: first..<last + 1, inWord: 0) : 0
  }
}

extension BlockCounts {
  /// Whether a run of the size can be there at all, wherever it begins: a run of 100 has a whole run of 50 in it
  /// that begins at a multiple of 50, a run of 50 four such runs of 10.
  func mayHaveRun(of size: Int) -> Bool {
    switch size {
    case 1: available > 0
    case 10: available >= 10
    case 50: wholeDecades >= 4
    default: wholeFifties >= 1
    }
  }
}
