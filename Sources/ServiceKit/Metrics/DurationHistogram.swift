import Synchronization

/// Counts durations in fixed buckets from 50 us to 10 s.
public final class DurationHistogram: Sendable {
  /// Upper bounds of the buckets, in nanoseconds; one more bucket takes the rest.
  public static let boundsNanoseconds: [Int64] = [
    50_000, 100_000, 250_000, 500_000,
    1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000,
    500_000_000,
    1_000_000_000, 10_000_000_000,
  ]

  private let buckets = InlineArray<16, Atomic<UInt64>> { _ in Atomic(0) }
  private let sumNanoseconds = Atomic<UInt64>(0)

  public init() {}

  public func record(nanoseconds: Int64) {
    buckets[Self.bucket(of: nanoseconds)].wrappingAdd(1, ordering: .relaxed)
    sumNanoseconds.wrappingAdd(UInt64(max(0, nanoseconds)), ordering: .relaxed)
  }

  /// Comparisons with constants: an array would be read through its reference at every step.
  private static func bucket(of nanoseconds: Int64) -> Int {
    if nanoseconds <= 2_500_000 {
      return nanoseconds <= 50_000
        ? 0
        : nanoseconds <= 100_000
          ? 1
          : nanoseconds <= 250_000
            ? 2
            : nanoseconds <= 500_000
              ? 3
              : nanoseconds <= 1_000_000 ? 4 : 5
    }
    return boundsNanoseconds.firstIndex { nanoseconds <= $0 } ?? boundsNanoseconds.count
  }

  /// How many durations each bucket has.
  public var counts: [UInt64] {
    (0..<16).map { buckets[$0].load(ordering: .relaxed) }
  }

  public var sumSeconds: Double {
    Double(sumNanoseconds.load(ordering: .relaxed)) / 1e9
  }
}
