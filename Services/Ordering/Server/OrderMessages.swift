import Messages
import NIOCore
import OrderingRules
import ServiceKit
import Telephony

extension OrderingV1.Order {
  /// An order as the API shows it. The fencing token is input only, as is the applicant: nobody is shown what proves a
  /// hold, and personal data goes to reviewers only.
  init(_ stored: Order, sequence: Int64) {
    let application = stored.application
    let knowsActionRequired = application?.terms.hasActionRequired ?? false
    self.init(
      name: stored.name,
      location: stored.draft.location,
      reservation: stored.reservation,
      state: .init(stored.phase.state),
      status: OrderingV1.Status(stored.status, knowsActionRequired),
      numbers: stored.numbers.map(OrderingV1.NumberOutcome.init),
      history: stored.history.map { OrderingV1.HistoryEntry($0, knowsActionRequired) },
      createTime: GoogleProtobuf.Timestamp(stored.createTime),
      updateTime: GoogleProtobuf.Timestamp(stored.updateTime),
      etag: ETag.text(stored.version),
      selection: Selection(stored.draft.selection),
      fulfillment: OrderingV1.Fulfillment(stored.draft.fulfillment),
      usage: stored.draft.usage == .service ? .service : .standard,
      details: stored.draft.details,
      kind: stored.draft.kind == .assisted ? .assisted : .selfService,
      orderNumber: Self.number(sequence),
      requestedCount: Int32(clamping: stored.requestedCount),
      documents: application?.documents.map { OrderingV1.Document($0, order: stored.name) } ?? [],
      requirements: stored.phase.takesDocuments
        ? application?.requirements.map(OrderingV1.Requirement.init) ?? [] : [],
      termsOfService: OrderingV1.TermsOfService(stored)
    )
  }

  /// The PSTN order number: short enough to be read out to support. Empty for what is not stored.
  private static func number(_ sequence: Int64) -> String {
    guard sequence > 0 else { return "" }
    let digits = String(sequence)
    return "PSTN-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }
}

extension OrderingV1.Order.State {
  init(_ state: OrderState) {
    switch state {
    case .pending: self = .pending
    case .provisioned: self = .provisioned
    case .error: self = .error
    case .actionRequired: self = .actionRequired
    case .canceled: self = .canceled
    }
  }
}

extension OrderState {
  /// Nil for what the API does not name.
  init?(_ state: OrderingV1.Order.State) {
    switch state {
    case .pending: self = .pending
    case .provisioned: self = .provisioned
    case .error: self = .error
    case .actionRequired: self = .actionRequired
    case .canceled: self = .canceled
    case .unspecified, .unrecognized: return nil
    }
  }
}

extension OrderingV1.Status {
  init(_ status: OrderStatus, _ knowsActionRequired: Bool) {
    self.init(
      reason: status.reason,
      meaning: status.meaning,
      nextActor: status.nextActor,
      actUntilTime: status.actUntil.map(GoogleProtobuf.Timestamp.init),
      nextStates: status.phase.nextStates(knowsActionRequired: knowsActionRequired).map(
        OrderingV1.Order.State.init
      )
    )
  }
}

extension OrderingV1.NumberOutcome {
  init(_ number: OrderedNumber) {
    self.init(
      phoneNumber: number.number.e164,
      outcome: Outcome(rawValue: Int32(number.outcome.rawValue)),
      reason: number.reason
    )
  }
}

extension OrderingV1.HistoryEntry {
  init(_ entry: HistoryEntry, _ knowsActionRequired: Bool) {
    self.init(
      time: GoogleProtobuf.Timestamp(entry.time),
      principal: entry.principal,
      event: entry.event.rawValue,
      description: entry.event.description,
      state: entry.status.map { .init($0.phase.state) } ?? .unspecified,
      status: entry.status.map { OrderingV1.Status($0, knowsActionRequired) }
    )
  }
}

extension OrderingV1.Requirement {
  init(_ violation: Violation) {
    self.init(field: violation.field, reason: violation.reason, description: violation.description)
  }
}

extension OrderingV1.Fulfillment {
  init(_ fulfillment: Fulfillment) {
    switch fulfillment {
    case .all: self.init(policy: .all)
    case .partial(let minimum): self.init(policy: .partial, minimum: Int32(clamping: minimum))
    case .backorder: self.init(policy: .backorder)
    }
  }
}

extension OrderingV1.Order {
  /// An offer states the limits of use (domain.md section 2); events and kept answers need not repeat them.
  func stating(_ offer: CountryOffers.Offer?) -> Self {
    guard state == .pending || state == .actionRequired else { return self }
    var copy = self
    copy.useLimits = offer?.limitTexts(isService: usage == .service) ?? []
    return copy
  }
}
