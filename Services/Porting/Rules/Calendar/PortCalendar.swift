import Telephony

/// When ports can be carried out: windows in the time zones of the numbers, on working days of their region
/// (domain.md section 5).
public struct PortCalendar: Hashable, Sendable {
  /// When numbers move, and not before and after it.
  public struct Window: Hashable, Sendable {
    public let start: Instant
    /// The first instant after it.
    public let end: Instant
  }

  /// Local hours, in their order.
  public let hours: [LocalHours]
  /// Those of the numbers. With more than one, a window is when it is time in all of them.
  public let zones: [LocalZone]
  private let businessDays: BusinessCalendar
  private let cutOff: LocalTime?

  private static let longestSearchDays = 400

  /// - Parameters:
  ///   - zones: at least one; an order without numbers has its location's.
  ///   - holidays: of the region.
  ///   - cutOff: from when on a request counts as received on the next business day; nil for no such time.
  public init(hours: [LocalHours], zones: [LocalZone], holidays: Set<CivilDate>, cutOff: LocalTime? = nil) {
    self.hours = hours
    self.zones = zones
    self.cutOff = cutOff
    businessDays = BusinessCalendar(holidays: holidays)
  }

  public func isBusinessDay(_ day: CivilDate) -> Bool { businessDays.isBusinessDay(day) }

  /// The business day on which a request counts as received.
  public func receivedDay(_ submitted: Instant) -> CivilDate {
    zones.map { receivedDay(submitted, in: $0) }.max() ?? CivilDate(daysSince1970: 0)
  }

  private func receivedDay(_ submitted: Instant, in zone: LocalZone) -> CivilDate {
    let day = zone.day(of: submitted)
    guard let cutOff else { return day }
    let isInTime = isBusinessDay(day) && zone.minutes(of: submitted) < cutOff.minutes
    return isInTime ? day : self.day(1, after: day)
  }

  /// The earliest day on which a port can be carried out.
  public func earliestDay(submitted: Instant, leadDays: Int) -> CivilDate {
    day(leadDays, after: receivedDay(submitted))
  }

  /// Until when, but not including it, a port has to be submitted to be carried out on the day of an instant.
  public func submissionDeadline(port: Instant, leadDays: Int) -> Instant {
    let portDay = zones.map { $0.day(of: port) }.min() ?? CivilDate(daysSince1970: 0)
    let afterPort = CivilDate(daysSince1970: portDay.daysSince1970 + 1)
    // The first of the business days that the port takes.
    let first = day(leadDays, before: afterPort)
    let deadlines = zones.map { zone in
      guard let cutOff else { return zone.instant(first, minutes: 0) }
      return zone.instant(day(1, before: first), minutes: cutOff.minutes)
    }
    return deadlines.min() ?? port
  }

  /// The windows of a day; empty when nothing moves on it.
  public func windows(on day: CivilDate) -> [Window] {
    guard isBusinessDay(day) else { return [] }
    return hours.compactMap { hours in
      let starts = zones.map { $0.instant(day, minutes: hours.startMinutes) }
      let ends = zones.map { $0.instant(day, minutes: hours.endMinutes) }
      guard let start = starts.max(), let end = ends.min(), start < end else { return nil }
      return Window(start: start, end: end)
    }
  }

  /// The first windows from a day on. None where zones lie so far apart that they have none in common.
  public func windows(from day: CivilDate, count: Int) -> [Window] {
    var found: [Window] = []
    for ahead in 0..<Self.longestSearchDays where found.count < count {
      found += windows(on: CivilDate(daysSince1970: day.daysSince1970 + ahead))
    }
    return Array(found.prefix(count))
  }

  /// The window in which an instant lies.
  public func window(containing instant: Instant) -> Window? {
    let days = Set(zones.map { $0.day(of: instant) })
    return days.sorted().flatMap(windows(on:)).first { $0.start <= instant && instant < $0.end }
  }

  /// The end of the window that a firm time lies in; a day after one that lies in none (D), which only the carrier's word
  /// makes.
  public func activationEnd(_ firmTime: Instant) -> Instant {
    window(containing: firmTime)?.end ?? firmTime + .seconds(86_400)
  }

  /// Until when, but not including it, a port can be canceled or moved after the losing carrier has confirmed it: the end
  /// of the working day that lies so many working days before the port's.
  public func changeDeadline(port: Instant, businessDays count: Int) -> Instant {
    let deadlines = zones.map { zone in
      zone.instant(day(count, before: zone.day(of: port)), minutes: 24 * 60)
    }
    return deadlines.min() ?? port
  }

  /// The end of the business day that comes so many business days after an instant's, in the zone where it ends last.
  public func end(ofBusinessDays count: Int, after instant: Instant) -> Instant {
    let ends = zones.map { zone in
      zone.instant(day(count, after: zone.day(of: instant)), minutes: 24 * 60)
    }
    return ends.max() ?? instant
  }

  /// The business day that lies so many after a day.
  public func day(_ count: Int, after day: CivilDate) -> CivilDate { step(count, from: day, by: 1) }

  private func day(_ count: Int, before day: CivilDate) -> CivilDate { step(count, from: day, by: -1) }

  private func step(_ count: Int, from day: CivilDate, by direction: Int) -> CivilDate {
    var (day, left) = (day, count)
    while left > 0 {
      day = CivilDate(daysSince1970: day.daysSince1970 + direction)
      if isBusinessDay(day) { left -= 1 }
    }
    return day
  }
}
