/// A telephone number (TN): an integer inside, E.164 with `+` at the edges (domain.md section 1).
public struct TelephoneNumber: Hashable, Comparable, Sendable {
  /// The digits with the country calling code, without the plus sign.
  public let digits: UInt64

  /// The most digits that E.164 allows.
  public static let maximumDigits = 15
  /// The fewest digits that any plan has with its calling code; shorter ones are codes of one network.
  public static let minimumDigits = 7

  /// Takes digits that are known to be a number, such as those of a stock block. Nil when there are too few or
  /// too many; whether a plan has the number is not looked up.
  @inlinable
  public init?(digits: UInt64) {
    guard digits >= 1_000_000, digits < 1_000_000_000_000_000 else { return nil }
    self.digits = digits
  }

  @usableFromInline
  init(unchecked digits: UInt64) { self.digits = digits }

  /// Reads strict E.164: a plus sign and 7 to 15 digits, the first not 0. Cheap: it asks no metadata.
  @inlinable
  public init?(e164 text: String) {
    guard text.utf8.first == UInt8(ascii: "+"), let digits = Self.plainDigits(text.utf8.dropFirst()) else {
      return nil
    }
    self.digits = digits
  }

  @inlinable
  static func plainDigits(_ bytes: some Collection<UInt8>) -> UInt64? {
    let count = bytes.count
    guard count >= minimumDigits, count <= maximumDigits, bytes.first != UInt8(ascii: "0") else { return nil }
    var value: UInt64 = 0
    for byte in bytes {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ UInt64(digit)
    }
    return value
  }

  /// Reads the digits of a resource name `numbers/{digits}`, without a plus sign.
  public init?(digitText text: some StringProtocol) {
    guard let digits = Self.plainDigits(text.utf8) else { return nil }
    self.digits = digits
  }

  /// E.164 with the plus sign, such as `+12015550123`.
  ///
  /// Written digit by digit: interpolation takes eight times as long, and every answer has numbers.
  public var e164: String {
    let count = digitCount
    return String(unsafeUninitializedCapacity: count + 1) { buffer in
      var rest = digits
      for place in stride(from: count, to: 0, by: -1) {
        buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      buffer[0] = UInt8(ascii: "+")
      return count + 1
    }
  }

  /// The number that lies `count` further on; nil when that is no number.
  public func advanced(by count: Int) -> TelephoneNumber? {
    guard let digits = UInt64(exactly: Int64(digits) + Int64(count)) else { return nil }
    return TelephoneNumber(digits: digits)
  }

  /// Orders by the digits as an integer, which within a country is the order of its plan.
  @inlinable
  public static func < (left: TelephoneNumber, right: TelephoneNumber) -> Bool { left.digits < right.digits }
}

extension TelephoneNumber: CustomStringConvertible {
  /// E.164 with the plus sign.
  public var description: String { e164 }
}
