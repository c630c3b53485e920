import NIOCore

/// The instant after which nobody waits for an answer any more, on the monotonic clock of this process.
public struct Deadline: Sendable, Hashable, Comparable {
  public let instant: NIODeadline

  public init(_ instant: NIODeadline) {
    self.instant = instant
  }

  /// The deadline that lies `duration` ahead.
  public static func after(_ duration: Duration) -> Deadline {
    Deadline(.now() + TimeAmount(duration))
  }

  /// Time that is left; negative when it has passed.
  public var remaining: TimeAmount { instant - .now() }

  public var hasPassed: Bool { instant <= .now() }

  /// The deadline for a call made on behalf of this one: a little earlier, so that the caller can still report which
  /// call was late, but never less than half of what is left.
  public var shortened: Deadline {
    let left = max(0, remaining.nanoseconds)
    return Deadline(instant - .nanoseconds(min(20_000_000, left / 10)))
  }

  public static func < (left: Deadline, right: Deadline) -> Bool { left.instant < right.instant }
}

extension Deadline {
  /// The deadline for a `grpc-timeout` header, or nil when it is malformed: at most eight digits and a unit
  /// (PROTOCOL-HTTP2.md, "Timeout").
  public init?(timeoutHeader: String, from start: NIODeadline) {
    var value: Int64 = 0
    var digits = 0
    var nanosecondsPerUnit: Int64 = 0
    for character in timeoutHeader.utf8 {
      guard nanosecondsPerUnit == 0 else { return nil }
      if character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") {
        value = value * 10 + Int64(character - UInt8(ascii: "0"))
        digits += 1
      } else {
        switch character {
        case UInt8(ascii: "H"): nanosecondsPerUnit = 3_600_000_000_000
        case UInt8(ascii: "M"): nanosecondsPerUnit = 60_000_000_000
        case UInt8(ascii: "S"): nanosecondsPerUnit = 1_000_000_000
        case UInt8(ascii: "m"): nanosecondsPerUnit = 1_000_000
        case UInt8(ascii: "u"): nanosecondsPerUnit = 1_000
        case UInt8(ascii: "n"): nanosecondsPerUnit = 1
        default: return nil
        }
      }
    }
    guard (1...8).contains(digits), nanosecondsPerUnit > 0 else { return nil }
    // A hundred years is as good as 99,999,999 hours, and leaves room on the clock.
    let (product, overflow) = value.multipliedReportingOverflow(by: nanosecondsPerUnit)
    let century: Int64 = 100 * 365 * 86_400 * 1_000_000_000
    self.init(start + .nanoseconds(overflow ? century : min(product, century)))
  }

  /// The `grpc-timeout` header for the time that is left; never zero, which some servers refuse.
  public var timeoutHeader: String {
    let left = max(1, remaining.nanoseconds)
    if left < 100_000_000 { return "\(left)n" }
    if left < 100_000_000_000 { return "\(left / 1_000)u" }
    if left < 100_000_000_000_000 { return "\(left / 1_000_000)m" }
    return "\(min(99_999_999, left / 1_000_000_000))S"
  }
}
