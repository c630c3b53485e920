import Synchronization

/// A number that only grows.
public final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  public init() {}

  @inlinable
  public func increment() { increment(by: 1) }

  public func increment(by amount: UInt64) {
    count.wrappingAdd(amount, ordering: .relaxed)
  }

  public var value: UInt64 { count.load(ordering: .relaxed) }
}

/// A number that goes up and down.
public final class Gauge: Sendable {
  private let number = Atomic<Int64>(0)

  public init() {}

  public func set(_ value: Int64) { number.store(value, ordering: .relaxed) }

  public func add(_ amount: Int64) { number.wrappingAdd(amount, ordering: .relaxed) }

  public var value: Int64 { number.load(ordering: .relaxed) }
}
