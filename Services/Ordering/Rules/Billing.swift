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
    /// Ported numbers are charged when the port is complete.
    case portedIn = "PORTED_IN"
    /// A trial is charged from its conversion on.
    case converted = "CONVERTED"
    /// The number was given up.
    case released = "RELEASED"
    /// The number was ported away.
    case portedOut = "PORTED_OUT"
    /// Licences were committed to.
    case committed = "COMMITTED"
    /// Licences were given up.
    case reduced = "REDUCED"
  }

  /// Id of the organization.
  public let organization: String
  public let kind: Kind
  public let subject: Subject
  /// The order or port order that brought the number; empty for licences.
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

/// A number that an organization has through an order or a port order, whether or not it is charged yet.
public struct ProvidedNumber: Hashable, Sendable {
  public let number: TelephoneNumber
  /// Id of the organization.
  public let organization: String
  public let order: String
  public let provisionTime: Instant

  public init(number: TelephoneNumber, organization: String, order: String, provisionTime: Instant) {
    self.number = number
    self.organization = organization
    self.order = order
    self.provisionTime = provisionTime
  }

  /// It begins to be charged: at once, or for a trial at its conversion (domain.md sections 2 and 4).
  public func start(_ cause: BillingEvent.Cause, at time: Instant) -> BillingEvent {
    event(.start, cause, max(time, provisionTime))
  }

  /// It is not charged any more.
  public func stop(_ cause: BillingEvent.Cause, at time: Instant) -> BillingEvent {
    event(.stop, cause, max(time, provisionTime))
  }

  private func event(
    _ kind: BillingEvent.Kind,
    _ cause: BillingEvent.Cause,
    _ time: Instant
  ) -> BillingEvent {
    BillingEvent(
      organization: organization,
      kind: kind,
      subject: .number(number),
      order: order,
      effectiveTime: time,
      cause: cause
    )
  }
}

/// What an organization is charged for.
public enum BillingRules {
  /// The numbers that an organization has through a provisioned order.
  public static func provided(by order: Order) -> [ProvidedNumber] {
    order.numbers.filter { $0.outcome == .assigned }.map { number in
      ProvidedNumber(
        number: number.number,
        organization: order.organization,
        order: order.name,
        provisionTime: order.updateTime
      )
    }
  }

  /// Whether an organization is charged; a trial is free.
  public static func charges(_ accountType: OrganizationFacts.AccountType) -> Bool { accountType == .paid }

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
