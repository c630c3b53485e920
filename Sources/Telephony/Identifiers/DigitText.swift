/// A text of decimal digits only, with the sums by which identifiers check themselves.
struct DigitText: Hashable, Sendable {
  let digits: [Int]

  /// Nil when there is anything else in it, or not the count of digits that is asked for.
  init?(_ text: some StringProtocol, count: Int) {
    digits = text.utf8.compactMap { (0x30...0x39).contains($0) ? Int($0) - 0x30 : nil }
    guard digits.count == count, text.utf8.count == count else { return nil }
  }

  /// The number that they write, or some of them.
  func value(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }

  /// Digits times weights; digits beyond the weights do not count.
  func sum(_ weights: [Int]) -> Int { zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The sum of ISO/IEC 7812-1, annex B; a right number has one that ends in 0.
  var luhnSum: Int { Self.luhnSum(digits[...]) }

  static func luhnSum(_ digits: ArraySlice<Int>) -> Int {
    digits.reversed().enumerated().reduce(0) { sum, digit in
      let doubled = digit.offset % 2 == 1 ? digit.element * 2 : digit.element
      return sum + doubled / 10 + doubled % 10
    }
  }

  /// ISO/IEC 7064, MOD 11,10.
  var hasHybridCheckDigit: Bool {
    let product = digits.dropLast().reduce(10) { product, digit in
      let sum = (product + digit) % 10
      return (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (product + (digits.last ?? 0)) % 10 == 1
  }
}
