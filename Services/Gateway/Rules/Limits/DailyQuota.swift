import Telephony

/// Lets so many calls through on each day (UTC).
public struct DailyQuota: Hashable, Sendable {
  private let most: Int
  private var day: Int64 = 0
  private var used = 0

  private static let dayMilliseconds: Int64 = 86_400_000

  public init(most: Int) { self.most = most }

  /// Counts a call.
  ///
  /// - Returns: nil, or the instant from which on there are calls again.
  public mutating func take(now: Instant) -> Instant? {
    let today = now.milliseconds / Self.dayMilliseconds
    if today != day { (day, used) = (today, 0) }
    guard used >= most else {
      used += 1
      return nil
    }
    return Instant(milliseconds: (today + 1) * Self.dayMilliseconds)
  }
}
