import Telephony

/// When the worker looks at an order again.
public enum PortDue {
  /// A rejected order that nobody answers is canceled (domain.md section 5).
  public static let exceptionDays = 14
  /// Days after a rejection on which the customer is reminded (D).
  static let reminderDays = [7, 12]
  /// Days after which a letter of agency that is still missing is asked for (D).
  static let letterReminderDays = [3, 7, 14]
  /// Days after which a carrier that says nothing is chased, and again each time as many days later (D).
  static let silenceDays = 5
  /// How often a carrier is asked that does not say when there may be news (D).
  static let askAgain = Duration.seconds(3_600)
  /// How often it is asked for portability that it does not know yet (D).
  static let portabilityInterval = Duration.seconds(900)

  /// A draft is looked at while portability is pending, or a letter is missing.
  static func draft(_ order: PortOrder, now: Instant) -> Instant? {
    var dues: [Instant] = []
    if order.numbers.contains(where: { $0.answer == .pending }) { dues.append(now + portabilityInterval) }
    if order.reminders < letterReminderDays.count, !order.hasLetter {
      dues.append(order.createTime + days(letterReminderDays[order.reminders]))
    }
    return dues.min()
  }

  /// The next reminder, or the end of the time to mend it.
  static func rejected(_ order: PortOrder, since: Instant) -> Instant {
    guard order.reminders < reminderDays.count else { return since + days(exceptionDays) }
    return since + days(reminderDays[order.reminders])
  }

  /// How often it is looked whether the location has got its emergency address (D).
  static let addressInterval = Duration.seconds(60)

  /// How often it is tried to have the inventory take over what the carrier has done (D).
  static let registryInterval = Duration.seconds(3_600)

  /// How often an order is handed in again that a number registry failed (D).
  static let mostRetries = 3

  /// How long it is waited before that, longer each time (D).
  static func retryPause(_ retries: Int) -> Duration { .seconds(900 << retries) }

  /// When a carrier that still says nothing is chased next: on the day of the port at the end of its window, else after
  /// some days.
  static func chase(_ order: PortOrder) -> Instant {
    let chases = order.chases ?? 0
    let since = order.activateUntil.map { $0 - days(silenceDays) } ?? order.phaseTime ?? order.updateTime
    return since + days(silenceDays * (chases + 1))
  }

  static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}

extension PortOrder {
  var hasLetter: Bool { documents.contains { $0.kind == .letterOfAgency } }
}
