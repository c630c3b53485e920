import Telephony

/// What is known of the dates of a port before it is submitted (domain.md section 5).
public struct PortDates: Hashable, Sendable {
  /// A window with the instant until which the port can still be changed once the carrier has confirmed it.
  public struct Slot: Hashable, Sendable {
    public let window: PortCalendar.Window
    public let changeUntil: Instant
    /// Whether that is before the preview's own time: once confirmed, such a port cannot be moved.
    public let isFinalOnceConfirmed: Bool
  }

  public let earliestDay: CivilDate
  public let slots: [Slot]

  public init(_ calendar: PortCalendar, _ leadTime: PortLeadTime, now: Instant, count: Int) {
    earliestDay = calendar.earliestDay(submitted: now, leadDays: leadTime.businessDays)
    slots = calendar.windows(from: earliestDay, count: count).map { window in
      let deadline = calendar.changeDeadline(
        port: window.start,
        businessDays: leadTime.cancellationBusinessDays
      )
      return Slot(window: window, changeUntil: deadline, isFinalOnceConfirmed: deadline <= now)
    }
  }
}

/// What is wrong with a date that somebody wishes.
public struct WishedTime: Hashable, Sendable {
  public let time: Instant

  public init(_ time: Instant) { self.time = time }

  /// - Parameter field: of the request that has it.
  public func violations(_ calendar: PortCalendar, leadDays: Int, now: Instant, field: String) -> [Violation]
  {
    let earliest = calendar.earliestDay(submitted: now, leadDays: leadDays)
    let days = calendar.zones.map { $0.day(of: time) }
    let next = calendar.windows(from: max(earliest, days.min() ?? earliest), count: 1).first
    let advice = next.map { "The first window from then on begins at \($0.start)." } ?? ""
    if let day = days.min(), day < earliest {
      return [.date(field, "BEFORE_EARLIEST_DATE", "The earliest day is \(earliest). \(advice)")]
    }
    if let day = days.first, !calendar.isBusinessDay(day) {
      return [.date(field, "NOT_A_WORKING_DAY", "\(day) is no working day there. \(advice)")]
    }
    guard calendar.window(containing: time) == nil else { return [] }
    return [.date(field, "OUTSIDE_WINDOW", "It lies in none of the day's windows. \(advice)")]
  }
}

extension Violation {
  fileprivate static func date(_ field: String, _ reason: String, _ description: String) -> Violation {
    Violation(field: field, reason: reason, description: description)
  }
}
