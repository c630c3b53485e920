/// How long to wait before the next try: longer each time, and spread so that many do not come in step.
public struct BackOff: Sendable {
  let first: Duration
  let longest: Duration

  /// - Parameters:
  ///   - first: the pause after the first failure; each next one is twice as long.
  ///   - longest: where it stops growing.
  public init(first: Duration = .milliseconds(100), longest: Duration = .seconds(5)) {
    self.first = first
    self.longest = longest
  }

  /// The pause after so many failures in a row, give or take a fifth.
  public func pause(afterFailures failures: Int) -> Duration {
    let doublings = min(max(failures - 1, 0), 20)
    return min(first * (1 << doublings), longest) * Double.random(in: 0.8...1.2)
  }
}
