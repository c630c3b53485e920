import Histogram

/// What became of the calls of one thread.
///
/// `@unchecked Sendable`: touched by the connections of one event loop only, and read after they have ended.
final class LoadRecorder: @unchecked Sendable {
  /// Longer latencies count as this: an hour.
  static let longestNanoseconds: UInt64 = 3_600_000_000_000

  private(set) var latencies = Histogram<UInt64>(
    lowestDiscernibleValue: 100,
    highestTrackableValue: longestNanoseconds,
    numberOfSignificantValueDigits: .three
  )
  private(set) var outcomes: [LoadOutcome: Int] = [:]
  private(set) var succeeded = 0
  /// Measured calls that never ended, or never began.
  var unanswered = 0
  /// When the last one ended.
  private(set) var lastEnd: Int64 = 0

  @inline(__always)
  func succeeded(after nanoseconds: Int64, at end: Int64) {
    succeeded += 1
    note(nanoseconds, end)
  }

  func ended(_ outcome: LoadOutcome, after nanoseconds: Int64, at end: Int64) {
    outcomes[outcome, default: 0] += 1
    note(nanoseconds, end)
  }

  @inline(__always)
  private func note(_ nanoseconds: Int64, _ end: Int64) {
    latencies.record(min(UInt64(clamping: nanoseconds), Self.longestNanoseconds))
    lastEnd = max(lastEnd, end)
  }

  func add(_ other: LoadRecorder) {
    latencies.add(other.latencies)
    outcomes.merge(other.outcomes) { $0 + $1 }
    succeeded += other.succeeded
    unanswered += other.unanswered
    lastEnd = max(lastEnd, other.lastEnd)
  }
}

/// How a call ended.
struct LoadOutcome: Hashable {
  /// Name of the status, such as `RESOURCE_EXHAUSTED`.
  let code: String
  /// Reason code of its details, empty when it had none.
  let reason: String
}
