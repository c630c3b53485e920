import Messages
import OrderingRules
import OrderingStore

extension OrderingV1.BillingEvent {
  init(_ stored: StoredBillingEvent) {
    self.init(stored.event, sequence: stored.sequence)
  }

  /// - Parameter sequence: 0 when it is not known yet; it is put in when the event is sent.
  init(_ event: BillingEvent, sequence: Int64 = 0) {
    let proration = event.proration
    let subject: Subject =
      switch event.subject {
      case .number(let number): .phoneNumber(number.e164)
      case .outboundCallingPlans(let count): .outboundCallingPlans(Int32(clamping: count))
      }
    self.init(
      sequence: sequence,
      organization: "organizations/\(event.organization)",
      kind: event.kind == .start ? .start : .stop,
      subject: subject,
      order: event.order,
      effectiveTime: .init(event.effectiveTime),
      cause: event.cause.rawValue,
      proration: .init(
        periodStartDate: proration.periodStart.description,
        periodDays: Int32(proration.periodDays),
        chargedDays: Int32(proration.chargedDays)
      )
    )
  }
}
