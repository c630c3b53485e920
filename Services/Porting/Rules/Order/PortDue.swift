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

  /// How many days before the last one on which a document is young enough its customer is warned (D).
  static let warningDays = 7

  /// A draft is looked at while portability is pending, a letter is missing, or a document grows old.
  static func draft(_ order: PortOrder, now: Instant) -> Instant? {
    let isPending = order.numbers.contains { $0.answer == .pending }
    return [isPending ? now + portabilityInterval : nil, reminder(order)].compactMap { $0 }.min()
  }

  /// When somebody is reminded of a draft.
  public static func reminder(_ order: PortOrder) -> Instant? {
    [letterReminder(order), documentWarning(order)].compactMap { $0 }.min()
  }

  static func letterReminder(_ order: PortOrder) -> Instant? {
    guard order.reminders < letterReminderDays.count, !order.hasLetter else { return nil }
    return order.createTime + days(letterReminderDays[order.reminders])
  }

  /// The next reminder, or the end of the time to mend it.
  static func rejected(_ order: PortOrder) -> Instant? {
    [rejectionReminder(order), documentWarning(order), order.actUntil].compactMap { $0 }.min()
  }

  static func rejectionReminder(_ order: PortOrder) -> Instant? {
    guard order.reminders < reminderDays.count, let end = order.actUntil else { return nil }
    return end - days(exceptionDays) + days(reminderDays[order.reminders])
  }

  /// When the first of its documents that nobody was warned of is soon too old.
  static func documentWarning(_ order: PortOrder) -> Instant? {
    order.documents.filter(order.isUnwarned).compactMap(documentWarning).min()
  }

  /// When its customer is warned of a document.
  static func documentWarning(_ document: PortDocumentEntry) -> Instant? {
    document.lastDay.map { Instant(milliseconds: Int64($0.daysSince1970 - warningDays) * 86_400_000) }
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

  /// How long a step takes that waits for nobody, at most (D).
  static let stepTime = Duration.seconds(60)

  /// How soon what keeps numbers that have moved from working has to be mended (D); EECC Article 106 allows the loss of
  /// service of one working day.
  static let restoreTime = days(1)

  static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}

extension PortOrder {
  var hasLetter: Bool { documents.contains { $0.kind == .letterOfAgency } }

  func isUnwarned(_ document: PortDocumentEntry) -> Bool {
    !(warnedDocuments ?? []).contains(document.id)
  }
}
