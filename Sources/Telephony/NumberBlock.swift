/// 10,000 consecutive numbers that differ in their last four digits: the unit in which stock is kept. In North
/// America it is an NPA-NXX.
public struct NumberBlock: Hashable, Comparable, Sendable {
  /// How many numbers a block has.
  public static let size = 10_000

  /// The digits of its numbers without the last four.
  public let index: UInt64

  /// The block in which the number lies.
  @inlinable
  public init(containing number: TelephoneNumber) { index = number.digits / 10_000 }

  /// Nil unless the last four digits of the number are 0.
  public init?(first: TelephoneNumber) {
    guard first.digits % 10_000 == 0 else { return nil }
    self.init(containing: first)
  }

  /// Takes the digits without the last four; nil when they begin no number.
  public init?(index: UInt64) {
    guard index < UInt64.max / 10_000, TelephoneNumber(digits: index * 10_000) != nil else { return nil }
    self.index = index
  }

  /// Its first number.
  public var first: TelephoneNumber { number(at: 0) }

  /// The number with the given last four digits, which must be below 10,000.
  @inlinable
  public func number(at offset: Int) -> TelephoneNumber {
    TelephoneNumber(unchecked: index * 10_000 + UInt64(offset))
  }

  /// The last four digits of the number as an integer.
  @inlinable
  public static func offset(of number: TelephoneNumber) -> Int { Int(number.digits % 10_000) }

  /// Orders by the numbers.
  @inlinable
  public static func < (left: NumberBlock, right: NumberBlock) -> Bool { left.index < right.index }
}

/// How many consecutive numbers can be ordered as one thing (domain.md section 3, guide).
public enum OrderableBlock {
  /// Exactly these.
  public static let sizes = [10, 50, 100]
}
