import Histogram

/// How many calls ended how, and how long they took.
struct LoadTally: Sendable {
  /// Longer latencies count as this: an hour.
  private static let longestNanoseconds: UInt64 = 3_600_000_000_000

  private(set) var latencies: Histogram<UInt64>
  private(set) var outcomes: [LoadOutcome: Int] = [:]
  private(set) var succeeded = 0

  init(_ precision: SignificantDigits) {
    latencies = Self.histogram(precision)
  }

  static func histogram(_ precision: SignificantDigits) -> Histogram<UInt64> {
    Histogram(
      lowestDiscernibleValue: 100,
      highestTrackableValue: longestNanoseconds,
      numberOfSignificantValueDigits: precision
    )
  }

  /// - Parameter outcome: nil when the call ended well.
  @inline(__always)
  mutating func add(_ outcome: LoadOutcome?, after nanoseconds: Int64) {
    if let outcome { outcomes[outcome, default: 0] += 1 } else { succeeded += 1 }
    latencies.record(nanoseconds: nanoseconds)
  }

  mutating func add(_ other: LoadTally) {
    latencies.add(other.latencies)
    outcomes.merge(other.outcomes) { $0 + $1 }
    succeeded += other.succeeded
  }
}

extension Histogram<UInt64> {
  @inline(__always)
  mutating func record(nanoseconds: Int64) {
    record(Swift.min(UInt64(clamping: nanoseconds), highestTrackableValue))
  }

  func microseconds(atPercentile percentile: Double) -> Double {
    Double(valueAtPercentile(percentile)) / 1_000
  }
}

/// How a call ended that did not end well.
struct LoadOutcome: Hashable {
  /// Name of the status, such as `RESOURCE_EXHAUSTED`.
  let code: String
  /// Reason code of its details, empty when it had none.
  let reason: String
  /// Which call of a journey it was.
  var step = 0
}
