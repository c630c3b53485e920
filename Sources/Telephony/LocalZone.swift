import Foundation

/// A time zone of the IANA database, between instants and what clocks on its walls show.
public struct LocalZone: Hashable, Sendable {
  /// IANA name, such as `Europe/Paris`.
  public let name: String
  private let zone: TimeZone

  /// Nil when the database has no such zone.
  public init?(_ name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    (self.name, self.zone) = (name, zone)
  }

  /// The day that it is there.
  public func day(of instant: Instant) -> CivilDate {
    CivilDate(daysSince1970: Int(Self.floor(local(instant), Self.day)))
  }

  /// Minutes after midnight that its clocks show.
  public func minutes(of instant: Instant) -> Int {
    let local = local(instant)
    return Int((local - Self.floor(local, Self.day) * Self.day) / 60_000)
  }

  /// The instant at which its clocks show a time. What they show twice is the first; what a change to daylight-saving
  /// time leaves out is as long after midnight as if there were no change.
  ///
  /// - Parameter minutes: after midnight; 1440 is the end of the day.
  public func instant(_ day: CivilDate, minutes: Int = 0) -> Instant {
    let local = Int64(day.daysSince1970) * Self.day + Int64(minutes) * 60_000
    let before = offset(at: local - Self.day)
    let after = offset(at: local + Self.day)
    for offset in [before, after] where self.offset(at: local - offset) == offset {
      return Instant(milliseconds: local - offset)
    }
    return Instant(milliseconds: local - before)
  }

  private func local(_ instant: Instant) -> Int64 {
    instant.milliseconds + offset(at: instant.milliseconds)
  }

  /// Milliseconds by which its clocks are ahead of UTC.
  private func offset(at milliseconds: Int64) -> Int64 {
    let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    return Int64(zone.secondsFromGMT(for: date)) * 1_000
  }

  private static func floor(_ value: Int64, _ unit: Int64) -> Int64 {
    value >= 0 ? value / unit : (value - unit + 1) / unit
  }

  private static let day: Int64 = 86_400_000
}
