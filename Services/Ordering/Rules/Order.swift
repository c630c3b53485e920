import Telephony

/// An order for new numbers, from the reservation to numbers that work (domain.md section 4).
public struct Order: Hashable, Sendable {
  /// `organizations/{organization}/orders/{order}`.
  public let name: String
  /// Id of the organization.
  public let organization: String
  /// `organizations/{organization}/locations/{location}` that gets the numbers.
  public let location: String
  /// `organizations/{organization}/reservations/{reservation}` that the order takes.
  public let reservation: String
  /// Proves that the reservation is still the one that was read.
  public let fencingToken: Int64
  public internal(set) var phase: OrderPhase
  /// Reason code of what went wrong; empty while nothing has.
  public internal(set) var failure: String
  public internal(set) var numbers: [OrderedNumber]
  /// What happened, oldest first.
  public internal(set) var history: [HistoryEntry]
  public let createTime: Instant
  public internal(set) var updateTime: Instant
  /// Rises by one with every change.
  public internal(set) var version: Int64

  /// An order as it was stored.
  public init(
    name: String,
    organization: String,
    location: String,
    reservation: String,
    fencingToken: Int64,
    phase: OrderPhase,
    failure: String,
    numbers: [OrderedNumber],
    history: [HistoryEntry],
    createTime: Instant,
    updateTime: Instant,
    version: Int64
  ) {
    self.name = name
    self.organization = organization
    self.location = location
    self.reservation = reservation
    self.fencingToken = fencingToken
    self.phase = phase
    self.failure = failure
    self.numbers = numbers
    self.history = history
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// An order that is about to hold its numbers. Nobody sees it before it does.
  public static func begun(
    name: String,
    draft: OrderDraft,
    numbers: [TelephoneNumber],
    by principal: String,
    now: Instant
  ) -> Order {
    Order(
      name: name,
      organization: draft.organization,
      location: draft.location,
      reservation: draft.reservation,
      fencingToken: draft.fencingToken,
      phase: .holding,
      failure: "",
      numbers: numbers.map { OrderedNumber($0, .held) },
      history: [.init(time: now, principal: principal, event: .created)],
      createTime: now,
      updateTime: now,
      version: 1
    )
  }
}

/// One number of an order and what became of it.
public struct OrderedNumber: Hashable, Sendable {
  public enum Outcome: Int, Hashable, Sendable {
    /// Held for the order.
    case held = 1
    /// Assigned to the location.
    case assigned = 2
    /// Given back.
    case released = 3
    /// Neither: `reason` says why.
    case failed = 4
  }

  public let number: TelephoneNumber
  public var outcome: Outcome
  /// Reason code when it failed, else empty.
  public var reason: String

  public init(_ number: TelephoneNumber, _ outcome: Outcome, reason: String = "") {
    self.number = number
    self.outcome = outcome
    self.reason = reason
  }
}
