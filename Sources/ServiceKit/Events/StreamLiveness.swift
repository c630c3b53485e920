import Synchronization
import Telephony

/// Since when a stream of events has told nothing, so that answers can say how old they may be.
///
/// A stream is live while its call is open: every event that happens comes at once then. A peer that vanishes without a
/// word is noticed by the keepalive of the channel, so "live" may be wrong for that long, 40 seconds.
public final class StreamLiveness: Sendable {
  private enum State {
    case live
    /// Nil when it was never live.
    case lost(since: Instant?)
  }

  private let state: Mutex<State>

  /// - Parameter lastLive: when it was live for the last time before this process began; nil for never.
  public init(lastLive: Instant? = nil) {
    state = Mutex(.lost(since: lastLive))
  }

  /// The call is open.
  public func connected() {
    state.withLock { $0 = .live }
  }

  /// The call ended.
  public func lost(at now: Instant) {
    state.withLock { state in
      if case .live = state { state = .lost(since: now) }
    }
  }

  /// Whether the call is open.
  public var isLive: Bool {
    state.withLock { state in
      if case .live = state { true } else { false }
    }
  }

  /// Milliseconds since the stream was live: 0 while it is, and since 1970 when it never was.
  ///
  /// - Parameter clock: asked only when the stream is not live.
  public func stalenessMilliseconds(_ clock: some WallClock) -> Int64 {
    stalenessMilliseconds { clock.now() }
  }

  /// The same at an instant that is known.
  public func stalenessMilliseconds(at now: Instant) -> Int64 {
    stalenessMilliseconds { now }
  }

  private func stalenessMilliseconds(_ now: () -> Instant) -> Int64 {
    let since = state.withLock { state -> Instant?? in
      if case .lost(let since) = state { .some(since) } else { nil }
    }
    guard let since else { return 0 }
    return max(0, now().milliseconds - (since?.milliseconds ?? 0))
  }
}
