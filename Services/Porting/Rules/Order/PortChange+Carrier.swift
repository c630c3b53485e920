import Telephony

// What the losing carrier answers, does not do, or does not answer.
extension PortChange {
  /// What the carrier got: a submission, or another date, or that it is called off.
  mutating func recordReceipt(of step: PortStep, _ reference: String, _ askAgain: Instant?) {
    switch (step, order.phase) {
    case (.submit, .submitting):
      move(to: .waitingForAcceptance)
      note(.handedToCarrier)
    // It was canceled while the carrier was being asked: now it is known what has to be called off.
    case (.submit, .callingOff): break
    case (.reschedule, .callingOff): order.asksForDate = nil
    case (.reschedule, .supplementing):
      move(to: .waitingForAcceptance)
      note(.rescheduled)
    case (.reschedule, .rescheduling):
      move(to: .waitingForFirmDate)
      note(.rescheduled)
    case (.callOff, .callingOff):
      move(to: .releasing)
      note(.calledOff)
    default: return
    }
    (order.reference, order.revision) = (reference, 0)
    if order.phase.step == .askForNews { order.dueTime = nextQuestion(askAgain) }
  }

  /// When there may be news, but no later than when the carrier has to be chased.
  private func nextQuestion(_ askAgain: Instant?) -> Instant {
    min(askAgain ?? situation.now + PortDue.askAgain, PortDue.chase(order))
  }

  /// Takes over what is new, in the order of its revisions, however often and in which order it was told.
  mutating func recordNews(_ news: [PortNews], _ askAgain: Instant?) {
    for update in news.sorted(by: { $0.revision < $1.revision }) where update.revision > order.revision {
      order.revision = update.revision
      take(update)
    }
    guard order.phase == .waitingForAcceptance || order.phase == .waitingForFirmDate else { return }
    chase()
    order.dueTime = max(nextQuestion(askAgain), situation.now + .seconds(1))
  }

  private mutating func take(_ update: PortNews) {
    switch (update.kind, order.phase) {
    case (.accepted, .waitingForAcceptance):
      move(to: .waitingForFirmDate)
      note(.accepted)
    case (.rejected(let reason, let numbers), .waitingForAcceptance),
      (.rejected(let reason, let numbers), .waitingForFirmDate),
      (.rejected(let reason, let numbers), .confirmed):
      // Nothing has to be mended: it is waited for, and chased (domain.md section 5.1).
      guard reason != PortRejection.carrierUnresponsive.rawValue else { return noteSilence() }
      if reason == PortRejection.registryFailure.rawValue, submitsAgain() { return }
      order.demandedGroups = update.groups
      reject(reason, numbers)
    case (.confirmed(let time), .waitingForAcceptance), (.confirmed(let time), .waitingForFirmDate),
      (.confirmed(let time), .confirmed):
      confirm(time)
    case (.calledOff, .waitingForAcceptance), (.calledOff, .waitingForFirmDate), (.calledOff, .confirmed):
      note(.calledOff)
      reject(PortRejection.unknown.rawValue, [])
    default: return
    }
  }

  /// Hands an order in again as it is, when a number registry failed: there is nothing to mend (domain.md section 5.1).
  private mutating func submitsAgain() -> Bool {
    let retries = order.retries ?? 0
    guard order.phase != .confirmed, retries < PortDue.mostRetries else { return false }
    move(to: .submitting, due: situation.now + PortDue.retryPause(retries))
    order.retries = retries + 1
    order.submissions += 1
    (order.previousReference, order.reference, order.submitTime) = (order.reference, "", situation.now)
    note(.resubmitted, reason: PortRejection.registryFailure.rawValue)
    return true
  }

  private mutating func confirm(_ time: Instant) {
    let known = order.firmTime ?? order.wish.desiredTime
    move(to: .confirmed, due: time)
    order.firmTime = time
    order.changeUntil = situation.leadTime.map {
      situation.calendar.changeDeadline(port: time, businessDays: $0.cancellationBusinessDays)
    }
    note(.firmDateReceived)
    // The carrier is free to name any instant; whoever relies on the window has to know.
    let reason = situation.calendar.window(containing: time) == nil ? "OUTSIDE_WINDOW" : ""
    if time != known || !reason.isEmpty { note(.firmDateDiffers, reason: reason) }
  }

  /// Chases a carrier that says nothing, again and again; also one that cannot even be asked.
  mutating func chase() {
    guard order.phase.awaitsCarrier, situation.now >= PortDue.chase(order) else { return }
    noteSilence()
  }

  private mutating func noteSilence() {
    if order.phase == .confirmed {
      (order.firmTime, order.changeUntil) = (nil, nil)
      move(to: .waitingForFirmDate)
    }
    order.isChased = true
    // As many as would have been by now: a service that was down does not catch up with all of them.
    repeat { order.chases = (order.chases ?? 0) + 1 } while PortDue.chase(order) <= situation.now
    note(.carrierChased, reason: PortRejection.carrierUnresponsive.rawValue)
  }

  /// What the carrier told before it was asked for another date holds again.
  private mutating func keepDate() {
    order.revision = 0
    order.wish.desiredTime = order.formerDesiredTime ?? order.wish.desiredTime
    order.formerDesiredTime = nil
  }

  /// The carrier goes on with the port, on a date that may not be known here: what it told is asked for once more.
  private mutating func keepOrder() {
    if let firmTime = order.firmTime {
      move(to: .confirmed, due: firmTime)
    } else {
      order.revision = 0
      move(to: .waitingForFirmDate)
    }
    note(.cancellationRefused)
  }

  /// What the carrier, or the inventory after it, does not do. A repeat would be answered the same.
  mutating func recordRefusal(of step: PortStep, _ reason: String) {
    switch (step, order.phase) {
    case (.submit, .submitting), (.askForNews, .waitingForAcceptance), (.askForNews, .waitingForFirmDate),
      (.activate, .activating):
      reject(reason, [])
    case (.reschedule, .supplementing), (.reschedule, .rescheduling):
      keepDate()
      move(to: order.phase == .supplementing ? .waitingForAcceptance : .waitingForFirmDate)
      note(.rescheduleRefused)
    case (.reschedule, .callingOff):
      keepDate()
      order.asksForDate = nil
    // It never had the order: there is nothing to call off.
    case (.submit, .callingOff): move(to: .releasing)
    case (.callOff, .callingOff): keepOrder()
    case (.snapBack, .snappingBack): recordSnapBack([:])
    case (.arrive, .arriving), (.giveBack, .givingBack):
      order.dueTime = situation.now + PortDue.registryInterval
      guard order.reason.isEmpty else { return }
      order.reason = PortRejection.registryConflict.rawValue
      note(.registryRefused, reason: order.reason)
    default: return
    }
  }
}
