import Foundation
import Synchronization
import Telephony

/// Tells the time of day. Rules never ask for it: their callers hand it to them (design.md section 5).
public protocol WallClock: Sendable {
  func now() -> Instant
}

/// The clock of this machine.
public struct SystemClock: WallClock {
  public init() {}

  public func now() -> Instant {
    Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
  }
}

/// A clock that stands still until it is moved, for tests.
public final class ManualClock: WallClock {
  private let milliseconds: Mutex<Int64>

  public init(_ instant: Instant) {
    milliseconds = Mutex(instant.milliseconds)
  }

  public func now() -> Instant {
    Instant(milliseconds: milliseconds.withLock { $0 })
  }

  /// Moves the clock on, or back by a negative duration.
  public func advance(by duration: Duration) {
    milliseconds.withLock { $0 += duration.wholeMilliseconds }
  }
}

extension Duration {
  /// Whole milliseconds in it, rounded down.
  public var wholeMilliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}
