/// Consecutive numbers.
public struct NumberRange: Hashable, Sendable {
  /// The first number.
  public let first: TelephoneNumber
  /// How many there are, at least one.
  public let count: Int

  /// Nil when the count is not positive or the last number is none.
  public init?(first: TelephoneNumber, count: Int) {
    guard count > 0, first.advanced(by: count - 1) != nil else { return nil }
    self.first = first
    self.count = count
  }

  /// The last number.
  public var last: TelephoneNumber { TelephoneNumber(unchecked: first.digits + UInt64(count) - 1) }

  /// Whether the number is one of them.
  public func contains(_ number: TelephoneNumber) -> Bool {
    number.digits >= first.digits && number.digits - first.digits < UInt64(count)
  }
}

extension NumberRange: RandomAccessCollection {
  /// Position of the first number.
  public var startIndex: Int { 0 }
  /// Position past the last number.
  public var endIndex: Int { count }
  /// The number at a position.
  public subscript(position: Int) -> TelephoneNumber {
    TelephoneNumber(unchecked: first.digits + UInt64(position))
  }
}
