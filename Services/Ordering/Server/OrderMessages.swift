import Messages
import OrderingRules
import ServiceKit
import Telephony

extension OrderingV1.Order {
  /// An order as the API shows it. The fencing token is input only: nobody is shown what proves a hold.
  init(_ order: Order) {
    let status = order.status
    self.init(
      name: order.name,
      location: order.location,
      reservation: order.reservation,
      state: order.phase.state,
      status: OrderingV1.Status(
        reason: status.reason,
        meaning: status.meaning,
        nextActor: status.nextActor
      ),
      numbers: order.numbers.map(OrderingV1.NumberOutcome.init),
      history: order.history.map(OrderingV1.HistoryEntry.init),
      createTime: GoogleProtobuf.Timestamp(order.createTime),
      updateTime: GoogleProtobuf.Timestamp(order.updateTime),
      etag: "\"\(order.version)\""
    )
  }
}

extension OrderPhase {
  /// The state that the API shows (domain.md section 4).
  var state: OrderingV1.Order.State {
    switch self {
    case .holding, .waitingForTerms, .assigning, .canceling: .pending
    case .provisioned: .provisioned
    case .compensating, .failed: .error
    case .canceled: .canceled
    }
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
  init(_ entry: HistoryEntry) {
    self.init(
      time: GoogleProtobuf.Timestamp(entry.time),
      principal: entry.principal,
      event: entry.event.rawValue,
      description: entry.event.description
    )
  }
}

extension GoogleProtobuf.Timestamp {
  init(_ instant: Instant) {
    self.init(seconds: instant.seconds, nanos: instant.nanoseconds)
  }
}
