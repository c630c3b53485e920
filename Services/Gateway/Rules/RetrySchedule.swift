/// When a delivery that failed is tried again: later each time, for three days.
public struct RetrySchedule: Hashable, Sendable {
  /// Pause after the first failure; each next one is three times as long.
  public var first: Duration
  public var longest: Duration
  /// How long after its first try a delivery is given up.
  public var patience: Duration

  public init(
    first: Duration = .seconds(5),
    longest: Duration = .seconds(4 * 3_600),
    patience: Duration = .seconds(3 * 86_400)
  ) {
    self.first = first
    self.longest = longest
    self.patience = patience
  }

  /// The pause before the next try; nil when the delivery is given up.
  ///
  /// - Parameters:
  ///   - failures: how many there were, the one just now counted.
  ///   - age: time since the first try.
  ///   - share: 0 to 1, by which a pause grows by up to a tenth, so that many do not come in step.
  public func pause(afterFailures failures: Int, age: Duration, share: Double) -> Duration? {
    guard age < patience else { return nil }
    // The last try is at the end, not long before it.
    return min(spread(growing(failures, upTo: longest), share), patience - age)
  }

  /// How long a receiver is left alone that did not answer in time: not as long as a delivery, because all wait for it.
  ///
  /// - Parameters:
  ///   - timeouts: how many there were in a row.
  ///   - share: as with a delivery.
  public func pause(afterTimeouts timeouts: Int, share: Double) -> Duration {
    spread(growing(timeouts, upTo: min(longest, Self.longestOfReceiver)), share)
  }

  private static let longestOfReceiver = Duration.seconds(300)

  private func growing(_ failures: Int, upTo longest: Duration) -> Duration {
    // 3^20 times anything is longer than the longest.
    let steps = min(max(failures - 1, 0), 20)
    return (0..<steps).reduce(min(first, longest)) { pause, _ in min(pause + pause + pause, longest) }
  }

  private func spread(_ pause: Duration, _ share: Double) -> Duration {
    let tenth = pause.components.seconds * 100 + pause.components.attoseconds / 10_000_000_000_000_000
    return pause + .milliseconds(Int64(Double(tenth) * share))
  }
}
