import Telephony

/// Something begins or ends to be charged (domain.md section 4). Amounts are made elsewhere.
public struct BillingEvent: Hashable, Sendable {
  public enum Kind: Int, Hashable, Sendable {
    case start = 1
    case stop = 2
  }

  /// What is charged.
  public enum Subject: Hashable, Sendable {
    case number(TelephoneNumber)
    case outboundCallingPlans(Int)
  }

  /// Why.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// Numbers provisioned here are charged at once.
    case provisioned = "PROVISIONED"
    /// A trial is charged from its conversion on.
    case converted = "CONVERTED"
    /// The number was given back.
    case released = "RELEASED"
    /// Licences were committed to.
    case committed = "COMMITTED"
    /// Licences were given up.
    case reduced = "REDUCED"
  }

  /// Id of the organization.
  public let organization: String
  public let kind: Kind
  public let subject: Subject
  /// The order that got the number; empty for licences.
  public let order: String
  public let effectiveTime: Instant
  public let cause: Cause

  public init(
    organization: String,
    kind: Kind,
    subject: Subject,
    order: String,
    effectiveTime: Instant,
    cause: Cause
  ) {
    self.organization = organization
    self.kind = kind
    self.subject = subject
    self.order = order
    self.effectiveTime = effectiveTime
    self.cause = cause
  }

  public var proration: Proration { Proration(kind, at: effectiveTime) }
}

/// The part of a calendar month, in UTC, that is charged: both the day of a start and that of a stop are (D).
public struct Proration: Hashable, Sendable {
  public let periodStart: CivilDate
  public let periodDays: Int
  public let chargedDays: Int

  init(_ kind: BillingEvent.Kind, at time: Instant) {
    let day = BusinessCalendar().day(of: time)
    periodStart = CivilDate(daysSince1970: day.daysSince1970 - day.day + 1)
    periodDays = day.monthLength
    chargedDays = kind == .start ? day.monthLength - day.day + 1 : day.day
  }
}

/// What an organization is charged for, and what it should be.
public enum BillingRules {
  /// What begins to be charged when an order gets its numbers. A trial is charged from its conversion on.
  public static func provisioned(_ order: Order, accountType: OrganizationFacts.AccountType) -> [BillingEvent]
  {
    guard accountType == .paid else { return [] }
    return starts(order, at: order.updateTime, .provisioned)
  }

  /// What begins to be charged for an order that a trial had when it was converted.
  public static func converted(_ order: Order, at time: Instant) -> [BillingEvent] {
    starts(order, at: time, .converted)
  }

  private static func starts(_ order: Order, at time: Instant, _ cause: BillingEvent.Cause) -> [BillingEvent]
  {
    order.numbers.filter { $0.outcome == .assigned }.map { number in
      BillingEvent(
        organization: order.organization,
        kind: .start,
        subject: .number(number.number),
        order: order.name,
        effectiveTime: time,
        cause: cause
      )
    }
  }

  /// What changes when an organization has another count of licences than it is charged for; nothing for a trial.
  public static func licenses(
    of organization: String,
    accountType: OrganizationFacts.AccountType,
    committed: Int,
    charged: Int,
    at time: Instant
  ) -> BillingEvent? {
    guard accountType == .paid, committed != charged else { return nil }
    let isMore = committed > charged
    return BillingEvent(
      organization: organization,
      kind: isMore ? .start : .stop,
      subject: .outboundCallingPlans(abs(committed - charged)),
      order: "",
      effectiveTime: time,
      cause: isMore ? .committed : .reduced
    )
  }
}
