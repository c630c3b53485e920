/// Which days are worked on: Monday to Friday without public holidays.
public struct BusinessCalendar: Hashable, Sendable {
  private let holidays: Set<CivilDate>
  /// Milliseconds by which local time is ahead of UTC.
  private let offsetMilliseconds: Int64
  /// Whose clocks are changed twice a year; nil when the offset stays.
  private let zone: LocalZone?

  /// - Parameters:
  ///   - holidays: that are known; without any, every day from Monday to Friday counts.
  ///   - utcOffset: of the place whose days are meant.
  public init(holidays: Set<CivilDate> = [], utcOffset: Duration = .zero) {
    self.holidays = holidays
    offsetMilliseconds = utcOffset.wholeMilliseconds
    zone = nil
  }

  /// - Parameter zone: of the place whose days are meant; UTC when nil.
  public init(holidays: Set<CivilDate>, zone: LocalZone?) {
    self.holidays = holidays
    offsetMilliseconds = 0
    self.zone = zone
  }

  /// The local day of an instant.
  public func day(of instant: Instant) -> CivilDate {
    if let zone { return zone.day(of: instant) }
    let local = instant.milliseconds + offsetMilliseconds
    // Rounded down, also before 1970.
    return CivilDate(daysSince1970: Int(local >= 0 ? local / Self.day : (local - Self.day + 1) / Self.day))
  }

  public func isBusinessDay(_ day: CivilDate) -> Bool {
    // 1970-01-01 was a Thursday.
    let weekday = (day.daysSince1970 % 7 + 10) % 7
    return weekday < 5 && !holidays.contains(day)
  }

  /// The end of the business day that comes so many business days after an instant's.
  public func end(ofBusinessDays count: Int, after instant: Instant) -> Instant {
    var last = day(of: instant).daysSince1970
    var left = count
    while left > 0 {
      last += 1
      if isBusinessDay(CivilDate(daysSince1970: last)) { left -= 1 }
    }
    if let zone { return zone.instant(CivilDate(daysSince1970: last + 1)) }
    return Instant(milliseconds: Int64(last + 1) * Self.day - offsetMilliseconds)
  }

  private static let day: Int64 = 86_400_000
}
