import Synchronization

/// What became of the calls that ended within a second of a run, those of its ramp and warm-up too.
public struct LoadInterval: Sendable, Codable, Equatable {
  /// Since the run began.
  public let beginSeconds: Double
  /// How long it is; the last one is shorter than a second.
  public let seconds: Double
  public let calls: Int
  /// How many of them ended badly.
  public let errors: Int
  public let p50Microseconds: Double
  public let p99Microseconds: Double
  public let maxMicroseconds: Double

  public var callsPerSecond: Double { seconds > 0 ? Double(calls) / seconds : 0 }

  init(_ tally: LoadTally, beginSeconds: Double, seconds: Double) {
    self.beginSeconds = beginSeconds
    self.seconds = seconds
    calls = Int(tally.latencies.totalCount)
    errors = calls - tally.succeeded
    p50Microseconds = tally.latencies.microseconds(atPercentile: 50)
    p99Microseconds = tally.latencies.microseconds(atPercentile: 99)
    maxMicroseconds = calls > 0 ? Double(tally.latencies.max) / 1_000 : 0
  }
}

/// Puts together, second by second, what the threads of a run measured.
final class LoadTimeline: Sendable {
  private struct State {
    var intervals: [LoadInterval] = []
    /// What has come of seconds that are not complete yet, by their number.
    var parts: [Int: (tally: LoadTally, threads: Int)] = [:]
  }

  private let threads: Int
  private let onInterval: @Sendable (LoadInterval) -> Void
  private let state = Mutex(State())

  init(threads: Int, onInterval: @escaping @Sendable (LoadInterval) -> Void) {
    self.threads = threads
    self.onInterval = onInterval
  }

  /// Adds what one thread measured in a second; tells when it was the last one.
  func add(_ tally: LoadTally, second: Int) {
    let whole: LoadInterval? = state.withLock { state in
      var part = state.parts.removeValue(forKey: second) ?? (LoadTally(.two), 0)
      part.tally.add(tally)
      part.threads += 1
      guard part.threads == threads else {
        state.parts[second] = part
        return nil
      }
      let interval = LoadInterval(part.tally, beginSeconds: Double(second), seconds: 1)
      state.intervals.append(interval)
      return interval
    }
    if let whole { onInterval(whole) }
  }

  /// All seconds, and what came after the last whole one.
  func finished(_ rests: [LoadTally], afterSeconds end: Double) -> [LoadInterval] {
    state.withLock { state in
      var rest = LoadTally(.two)
      for part in state.parts.values { rest.add(part.tally) }
      for tally in rests { rest.add(tally) }
      let begin = Double(state.intervals.count)
      guard rest.latencies.totalCount > 0, end > begin else { return state.intervals }
      return state.intervals + [LoadInterval(rest, beginSeconds: begin, seconds: end - begin)]
    }
  }
}
