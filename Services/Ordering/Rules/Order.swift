import Telephony

/// An order for new numbers, from the wish to numbers that work (domain.md section 4).
public struct Order: Hashable, Sendable {
  /// `organizations/{organization}/orders/{order}`.
  public let name: String
  /// What the customer asked for.
  public let draft: OrderDraft
  /// `organizations/{organization}/reservations/{reservation}`; empty while there is none.
  public internal(set) var reservation: String
  /// Proves that the reservation is still the one that was read.
  public internal(set) var fencingToken: Int64
  /// Which try to reserve numbers this is; each has a request id of its own.
  public internal(set) var attempt: Int
  public internal(set) var phase: OrderPhase
  /// Whether it exists for its customer only when its numbers are held, and is forgotten when they cannot be.
  public internal(set) var isIntent: Bool
  /// Reason code of what went wrong; empty while nothing has.
  public internal(set) var failure: String
  /// The version of the terms of service that was accepted; empty before.
  public internal(set) var acceptedTerms: String
  /// Until when the next one to act should have acted.
  public internal(set) var actUntil: Instant?
  public internal(set) var numbers: [OrderedNumber]
  /// How many numbers were asked for.
  public internal(set) var requestedCount: Int
  /// Of assisted orders.
  public internal(set) var application: OrderApplication?
  /// What happened, oldest first.
  public internal(set) var history: [HistoryEntry]
  public let createTime: Instant
  public internal(set) var updateTime: Instant
  /// Rises by one with every change.
  public internal(set) var version: Int64

  /// An order as it was stored.
  public init(
    name: String,
    draft: OrderDraft,
    reservation: String,
    fencingToken: Int64,
    attempt: Int,
    phase: OrderPhase,
    isIntent: Bool,
    failure: String,
    acceptedTerms: String = "",
    actUntil: Instant?,
    numbers: [OrderedNumber],
    requestedCount: Int,
    application: OrderApplication?,
    history: [HistoryEntry],
    createTime: Instant,
    updateTime: Instant,
    version: Int64
  ) {
    self.name = name
    self.draft = draft
    self.reservation = reservation
    self.fencingToken = fencingToken
    self.attempt = attempt
    self.phase = phase
    self.isIntent = isIntent
    self.failure = failure
    self.acceptedTerms = acceptedTerms
    self.actUntil = actUntil
    self.numbers = numbers
    self.requestedCount = requestedCount
    self.application = application
    self.history = history
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// An order as it begins: a self-service one is about to get its numbers, an assisted one waits for documents.
  ///
  /// - Parameters:
  ///   - documents: of an assisted order, that were uploaded before.
  ///   - reserved: the numbers of the customer's reservation, when there is one.
  ///   - applicantProblems: what is missing or wrong of the applicant of an assisted order.
  public static func begun(
    name: String,
    draft: OrderDraft,
    documents: [OrderDocument] = [],
    reserved: [TelephoneNumber],
    applicantProblems: [Violation] = [],
    by principal: String,
    now: Instant
  ) -> Order {
    let isAssisted = draft.kind == .assisted
    var order = Order(
      name: name,
      draft: draft,
      reservation: "",
      fencingToken: 0,
      attempt: 1,
      phase: isAssisted ? .collecting : .reserving,
      isIntent: !isAssisted,
      failure: "",
      actUntil: nil,
      numbers: [],
      requestedCount: draft.selection.count,
      application: isAssisted
        ? OrderApplication(terms: draft.terms, applicantProblems: applicantProblems, documents: documents)
        : nil,
      history: [],
      createTime: now,
      updateTime: now,
      version: 1
    )
    order.take(draft.selection, reserved)
    order.history = [.init(time: now, principal: principal, event: .created, status: order.status)]
    return order
  }

  private mutating func take(_ selection: NumberSelection, _ reserved: [TelephoneNumber]) {
    switch selection {
    case .reservation(let name, let token):
      (reservation, fencingToken, phase) = (name, token, .holding)
      requestedCount = reserved.count
      numbers = reserved.map { OrderedNumber($0, .requested) }
    case .specific(let wanted): numbers = wanted.map { OrderedNumber($0, .requested) }
    case .quantity, .block: numbers = []
    }
  }

  /// Id of the organization.
  public var organization: String { draft.organization }

  /// What its state means now.
  public var status: OrderStatus {
    OrderStatus(
      phase: phase,
      failure: failure,
      message: application?.reviewerMessage ?? "",
      actUntil: actUntil
    )
  }

  /// How many numbers it has or may still get, for the limit of a trial.
  public var countForTrial: Int {
    guard phase.countsForTrial else { return 0 }
    let gone = numbers.count { $0.outcome == .failed || $0.outcome == .released }
    return numbers.isEmpty ? requestedCount : numbers.count - gone
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
    /// Asked for, and not held yet.
    case requested = 5
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
