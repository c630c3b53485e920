/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Leap seconds do not count, as in POSIX.
public struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970 UTC.
  public var milliseconds: Int64

  /// Takes milliseconds since 1970 UTC.
  @inlinable
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Takes the parts of `google.protobuf.Timestamp`; what is finer than a millisecond is dropped.
  ///
  /// What lies outside the years 1 to 9999 is none, and counts as their end: nothing that is reckoned from it overflows.
  public init(seconds: Int64, nanoseconds: Int32) {
    let seconds = min(max(seconds, Self.timestampSeconds.lowerBound), Self.timestampSeconds.upperBound)
    milliseconds = seconds * 1000 + Int64(nanoseconds) / 1_000_000
  }

  private static let timestampSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// Whole seconds since 1970 UTC, rounded down.
  public var seconds: Int64 { (milliseconds - Int64(millisecondOfSecond)) / 1000 }

  /// What remains after the whole seconds, 0 to 999,000,000.
  public var nanoseconds: Int32 { Int32(millisecondOfSecond) * 1_000_000 }

  private var millisecondOfSecond: Int {
    let rest = Int(milliseconds % 1000)
    return rest < 0 ? rest + 1000 : rest
  }

  /// Orders by time.
  @inlinable
  public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

  /// The instant that lies so much later.
  public static func + (instant: Instant, duration: Duration) -> Instant {
    Instant(milliseconds: instant.milliseconds + duration.wholeMilliseconds)
  }

  /// The instant that lies so much earlier.
  public static func - (instant: Instant, duration: Duration) -> Instant {
    Instant(milliseconds: instant.milliseconds - duration.wholeMilliseconds)
  }

  /// The time from the right instant to the left.
  public static func - (left: Instant, right: Instant) -> Duration {
    .milliseconds(left.milliseconds - right.milliseconds)
  }
}

extension Duration {
  var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
