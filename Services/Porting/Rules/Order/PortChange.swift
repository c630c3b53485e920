import Telephony

/// An order after a command, and what happened.
public struct PortChange: Sendable {
  public internal(set) var order: PortOrder
  public internal(set) var entries: [PortHistoryEntry] = []
  let situation: PortSituation
  private let before: PortOrder

  /// - Throws: why the command cannot be carried out now.
  public init(_ command: PortCommand, to order: PortOrder, _ situation: PortSituation) throws(Refusal) {
    (before, self.order, self.situation) = (order, order, situation)
    try carryOut(command)
    guard changesAnything else { return }
    self.order.updateTime = max(situation.now, order.updateTime)
    self.order.version += 1
    self.order = self.order.placed(by: situation)
  }

  /// Whether anything is different but when the worker looks at it again.
  public var changesAnything: Bool {
    var (order, before) = (order, before)
    (order.dueTime, before.dueTime) = (nil, nil)
    return order != before
  }

  private mutating func carryOut(_ command: PortCommand) throws(Refusal) {
    switch command {
    case .change(let wish, let numbers): try change(wish, numbers)
    case .attach(let document, let isSignedHere): try attach(document, isSignedHere)
    case .submit: try submit()
    case .reschedule(let time): try reschedule(time)
    case .cancel: try cancel()
    case .split(let children): try split(children)
    case .snapBack(let numbers): try snapBack(numbers)
    case .requestDocument(let kind): try requestDocument(kind)
    case .review(let review): try self.review(review)
    case .recordPortability(let numbers): recordPortability(numbers)
    case .recordReserved: recordReserved()
    case .recordReservationRefused(let numbers): recordReservationRefused(numbers)
    case .recordReceipt(let step, let reference, let time): recordReceipt(of: step, reference, time)
    case .recordNews(let news, let time): recordNews(news, time)
    case .remind: remind()
    case .beginActivation: beginActivation()
    case .recordActivation(let results): recordActivation(results)
    case .recordArrival: recordArrival()
    case .recordAddresses(let lack): recordAddresses(lack)
    case .recordRefusal(let step, let reason): recordRefusal(of: step, reason)
    case .recordFailure: chase()
    case .recordSnapBack(let results): recordSnapBack(results)
    case .recordGivenBack: recordGivenBack()
    case .recordRelease: recordRelease()
    }
  }

  // MARK: - Tools

  mutating func note(_ event: PortHistoryEntry.Event, reason: String = "") {
    entries.append(
      PortHistoryEntry(
        time: situation.now,
        principal: situation.principal,
        event: event,
        state: order.phase.state,
        reason: reason
      )
    )
  }

  /// Moves on; what has a step is due at once unless it says otherwise.
  mutating func move(to phase: PortPhase, due: Instant? = nil) {
    order.phase = phase
    order.reminders = 0
    order.actUntil = nil
    order.isChased = false
    order.chases = nil
    order.phaseTime = situation.now
    order.activateUntil = nil
    order.dueTime = phase.step == nil ? nil : due ?? situation.now
  }

  mutating func reject(_ reason: String, _ numbers: [TelephoneNumber]) {
    move(to: .rejected)
    let code = PortRejection(code: reason)
    // Only where the carrier's silence can be waited out nothing has to be done about it.
    order.reason = (code == .carrierUnresponsive ? .focExpired : code).rawValue
    order.firmTime = nil
    order.changeUntil = nil
    order.actUntil = situation.now + PortDue.days(PortDue.exceptionDays)
    order.dueTime = PortDue.rejected(order)
    let concerned = Set(numbers.map(\.e164))
    for index in order.numbers.indices where concerned.contains(order.numbers[index].phoneNumber) {
      order.numbers[index].reason = order.reason
      order.numbers[index].fix = PortRejection(code: order.reason).fix
    }
    note(.rejected, reason: order.reason)
  }

  func refusal(_ reason: String, _ message: String) -> Refusal {
    Refusal(
      .precondition,
      reason,
      "\(order.name): \(message)",
      metadata: ["resource": order.name, "phase": PortStatus(order).phase]
    )
  }
}
