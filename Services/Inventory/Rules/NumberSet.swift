import Telephony

/// Numbers that are held or assigned together. A run of any length takes no more memory than one number.
public enum NumberSet: Hashable, Sendable {
  /// Consecutive numbers.
  case run(NumberRange)
  /// Numbers one by one, in the order in which they were taken.
  case list([TelephoneNumber])

  /// Takes numbers in their order; those that happen to be consecutive become a run.
  public init(_ numbers: [TelephoneNumber]) {
    guard let first = numbers.first,
      numbers.indices.allSatisfy({ numbers[$0].digits == first.digits + UInt64($0) }),
      let range = NumberRange(first: first, count: numbers.count)
    else {
      self = .list(numbers)
      return
    }
    self = .run(range)
  }

  /// The parts of it that are consecutive, for working on bits.
  func forEachRun(_ body: (NumberRange) -> Void) {
    switch self {
    case .run(let range): body(range)
    case .list(let numbers):
      var start = 0
      for position in numbers.indices {
        let next = position + 1
        if next < numbers.count, numbers[next].digits == numbers[position].digits + 1 { continue }
        if let range = NumberRange(first: numbers[start], count: next - start) { body(range) }
        start = next
      }
    }
  }
}

extension NumberSet: RandomAccessCollection {
  /// Position of the first number.
  public var startIndex: Int { 0 }
  /// Position past the last number.
  public var endIndex: Int {
    switch self {
    case .run(let range): range.count
    case .list(let numbers): numbers.count
    }
  }
  /// The number at a position.
  public subscript(position: Int) -> TelephoneNumber {
    switch self {
    case .run(let range): range[position]
    case .list(let numbers): numbers[position]
    }
  }
}
