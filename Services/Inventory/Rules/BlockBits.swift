/// Which numbers of a block are available, one bit each: 200 words of 50 bits.
///
/// A word of 50 holds five runs of 10 and two words a run of 100, so that no run that can be ordered straddles a
/// border; 64 bits a word would save a fifth of the memory and make every rule of fragmentation a special case.
enum BlockBits {
  static let bitsPerWord = 50
  static let words = 200
  static let full: UInt64 = (1 << 50) - 1
  static let decade: UInt64 = (1 << 10) - 1
  static let decadesPerWord = 5

  /// How many of a word's five runs of 10 are wholly available, and how many partly.
  @inline(__always)
  static func decades(_ word: UInt64) -> (whole: Int, broken: Int) {
    if word == full { return (decadesPerWord, 0) }
    if word == 0 { return (0, 0) }
    var whole = 0
    var broken = 0
    var rest = word
    for _ in 0..<decadesPerWord {
      let bits = rest & decade
      if bits == decade { whole += 1 } else if bits != 0 { broken += 1 }
      rest >>= 10
    }
    return (whole, broken)
  }
}

/// How much of a block is available, by size of run, so that a search passes over blocks without reading bits.
struct BlockCounts: Hashable, Sendable {
  /// Available numbers.
  var available: Int16
  /// Aligned runs of 10 that are wholly available.
  var wholeDecades: Int16
  /// Aligned runs of 10 that are partly available.
  var brokenDecades: Int16
  /// Aligned runs of 50 that are wholly available.
  var wholeFifties: Int16
  /// Aligned runs of 100 that are wholly available.
  var wholeHundreds: Int16

  static let untouched = BlockCounts(
    available: 10_000,
    wholeDecades: 1000,
    brokenDecades: 0,
    wholeFifties: 200,
    wholeHundreds: 100
  )

  /// Aligned runs of the size that are wholly available.
  func wholeRuns(of size: Int) -> Int {
    switch size {
    case 10: Int(wholeDecades)
    case 50: Int(wholeFifties)
    case 100: Int(wholeHundreds)
    default: 0
    }
  }
}
