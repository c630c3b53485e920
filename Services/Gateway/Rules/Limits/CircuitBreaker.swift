/// Spares a service that does not answer, and those who wait for it: after some failures in a row calls of it fail at
/// once, until a single one has been tried and answered.
public struct CircuitBreaker: Hashable, Sendable {
  /// What a call of the service came to.
  public enum Outcome: Hashable, Sendable {
    /// The service answered, well or not.
    case answered
    /// It could not be reached, or did not answer in a time that is long enough for every call.
    case failed
    /// The caller went away, or waited too short a time for this to say anything.
    case unknown
  }

  private enum State: Hashable, Sendable {
    case closed(failures: Int)
    case open(untilNanoseconds: Int64, pauseNanoseconds: Int64)
    /// One call is being tried.
    case trying(sinceNanoseconds: Int64, pauseNanoseconds: Int64)
  }

  private static let failuresToOpen = 10
  private static let firstPause: Int64 = 1_000_000_000
  /// Short: so long a service that is there again may be refused (D).
  private static let longestPause: Int64 = 5_000_000_000

  private var state = State.closed(failures: 0)

  public init() {}

  public var isOpen: Bool {
    if case .closed = state { false } else { true }
  }

  /// Whether a call may be made.
  ///
  /// - Returns: 0, or how many nanoseconds later it is worth while.
  public mutating func admit(nanoseconds now: Int64) -> Int64 {
    switch state {
    case .closed: return 0
    case .open(let until, let pause):
      guard now >= until else { return until - now }
      state = .trying(sinceNanoseconds: now, pauseNanoseconds: pause)
      return 0
    case .trying(let since, let pause):
      // Whoever tried it may never tell what came of it: then it is another one's turn.
      guard now - since >= Self.longestPause else { return pause }
      state = .trying(sinceNanoseconds: now, pauseNanoseconds: pause)
      return 0
    }
  }

  public mutating func record(_ outcome: Outcome, nanoseconds now: Int64) {
    switch (outcome, state) {
    case (.answered, _): state = .closed(failures: 0)
    case (.failed, .closed(let failures)):
      state =
        failures + 1 >= Self.failuresToOpen
        ? .open(untilNanoseconds: now + Self.firstPause, pauseNanoseconds: Self.firstPause)
        : .closed(failures: failures + 1)
    case (.failed, .trying(_, let pause)):
      let next = min(pause * 2, Self.longestPause)
      state = .open(untilNanoseconds: now + next, pauseNanoseconds: next)
    case (.unknown, .trying(_, let pause)):
      state = .open(untilNanoseconds: now + pause, pauseNanoseconds: pause)
    case (.failed, .open), (.unknown, _): break
    }
  }
}
