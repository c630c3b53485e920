import Messages
import PortingRules
import ServiceKit
import Telephony

extension PortingV1.PortOrder {
  /// An order as its readers see it: without the account at the losing carrier.
  init(_ order: PortOrder) {
    let status = PortStatus(order)
    self.init(
      name: order.name,
      location: order.location,
      numbers: order.numbers.map(PortingV1.NumberPortability.init),
      state: State(order.phase.state),
      meaning: status.meaning,
      nextActor: status.nextActor,
      createTime: GoogleProtobuf.Timestamp(order.createTime),
      updateTime: GoogleProtobuf.Timestamp(order.updateTime),
      etag: ETag.text(order.version),
      portType: order.wish.type.rawValue,
      serviceNumbers: order.wish.usage == .service
    )
    desiredTime = order.wish.desiredTime.map(GoogleProtobuf.Timestamp.init)
    firmTime = order.firmTime.map(GoogleProtobuf.Timestamp.init)
    phase = status.phase
    reason = order.reason
    fix = status.fix
    actUntilTime = status.actUntil.map(GoogleProtobuf.Timestamp.init)
    nextStates = order.phase.nextStates.map(State.init)
    changeUntilTime = order.changeUntil.map(GoogleProtobuf.Timestamp.init)
    remainingNumbers = .init(order.wish.remaining)
    directDialIn = order.wish.isDirectDialIn
    donorHoldsRange = order.wish.donor == .rangeHolder
    messagingMovesAlong = order.movesMessagingAlong
    documents = order.documents.map { .init($0, order: order.name) }
    splitFrom = order.splitFrom
    splitInto = order.splitInto
    demandedGroups = order.demandedGroups.map {
      .init(billingNumber: $0.billingNumber, phoneNumbers: $0.numbers.map(\.e164))
    }
    requestedDocuments = order.requestedDocuments
    timeZones = order.timeZones ?? []
    submissions = Int32(clamping: order.submissions)
  }
}

extension PortingV1.PortOrder.State {
  init(_ state: PortState) { self.init(rawValue: Int32(state.rawValue)) }

  var rule: PortState? { PortState(rawValue: Int(rawValue)) }
}

extension PortingV1.RemainingNumbers {
  init(_ remaining: RemainingNumbers) {
    switch remaining {
    case .none: self = .unspecified
    case .keep: self = .keep
    case .disconnect: self = .disconnect
    }
  }

  var rule: RemainingNumbers {
    switch self {
    case .keep: .keep
    case .disconnect: .disconnect
    case .unspecified, .unrecognized: .none
    }
  }
}

extension PortingV1.NumberPortability {
  init(_ number: NumberPortability) {
    self.init(
      phoneNumber: number.phoneNumber,
      portability: PortingV1.Portability(rawValue: Int32(number.answer.rawValue)),
      reason: number.reason,
      fix: number.fix,
      losingCarrier: number.losingCarrier,
      outcome: Outcome(rawValue: Int32(number.outcome.rawValue)),
      reviewNote: number.reviewNote ?? ""
    )
  }
}

extension PortingV1.PortDocument {
  init(_ document: PortDocumentEntry, order: String) {
    self.init(
      name: document.name(of: order),
      kind: document.kind.rawValue,
      issueDate: document.issued?.description ?? "",
      mediaType: document.mediaType,
      sha256: document.sha256,
      sizeBytes: Int64(document.byteCount),
      createTime: GoogleProtobuf.Timestamp(document.createTime),
      expireDate: document.lastDay?.description ?? ""
    )
  }
}

extension PortingV1.PortHistoryEntry {
  init(_ entry: PortHistoryEntry) {
    self.init(
      time: GoogleProtobuf.Timestamp(entry.time),
      principal: entry.principal,
      event: entry.event.rawValue,
      state: .init(entry.state),
      reason: entry.reason,
      description: entry.description
    )
  }
}

extension PortingV1.PortViolation {
  init(_ violation: Violation) {
    self.init(code: violation.reason, field: violation.field, fix: violation.description)
  }
}
