import Histogram

/// What became of the calls of one thread.
///
/// `@unchecked Sendable`: touched by the connections of one event loop only, and read after they have ended.
final class LoadRecorder: @unchecked Sendable {
  private(set) var measured = LoadTally(.three)
  /// How long each call of a journey took; empty when there is one call only.
  private(set) var steps: [Histogram<UInt64>]
  /// Measured calls that never ended, or never began.
  var unanswered = 0
  /// When the last one ended.
  private(set) var lastEnd: Int64 = 0
  /// What came since the last look, measured or not.
  private var interval = LoadTally(.two)

  /// - Parameter steps: calls of a journey.
  init(steps: Int = 1) {
    self.steps = steps > 1 ? Array(repeating: LoadTally.histogram(.three), count: steps) : []
  }

  /// - Parameter outcome: nil when the call ended well.
  @inline(__always)
  func ended(_ outcome: LoadOutcome?, after nanoseconds: Int64, at end: Int64, isMeasured: Bool) {
    interval.add(outcome, after: nanoseconds)
    guard isMeasured else { return }
    measured.add(outcome, after: nanoseconds)
    lastEnd = max(lastEnd, end)
  }

  func stepEnded(_ step: Int, after nanoseconds: Int64) {
    if steps.indices.contains(step) { steps[step].record(nanoseconds: nanoseconds) }
  }

  func takeInterval() -> LoadTally {
    defer { interval = LoadTally(.two) }
    return interval
  }

  func add(_ other: LoadRecorder) {
    measured.add(other.measured)
    for index in steps.indices { steps[index].add(other.steps[index]) }
    unanswered += other.unanswered
    lastEnd = max(lastEnd, other.lastEnd)
  }
}
