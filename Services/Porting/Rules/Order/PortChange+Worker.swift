import Telephony

// What the worker finds out, from the inventory and from the losing carrier.
extension PortChange {
  mutating func recordPortability(_ numbers: [NumberPortability]) {
    guard order.phase == .collecting else { return }
    let answers = Dictionary(numbers.map { ($0.phoneNumber, $0) }) { first, _ in first }
    let before = order.numbers
    order.numbers = order.numbers.map { answers[$0.phoneNumber] ?? $0 }
    if order.numbers != before, !order.numbers.contains(where: { $0.answer == .pending }) {
      note(.portabilityAnswered)
    }
    order.dueTime = PortDue.draft(order, now: situation.now)
  }

  mutating func recordReserved() {
    guard order.phase == .reserving else { return }
    order.leaving = []
    move(to: .submitting)
    note(.numbersNoted)
  }

  mutating func recordReservationRefused() {
    guard order.phase == .reserving else { return }
    reject(PortRejection.registryConflict.rawValue, [])
  }

  /// What the carrier got: a submission, or another date, or that it is called off.
  mutating func recordReceipt(of step: PortStep, _ reference: String, _ askAgain: Instant?) {
    let next = askAgain ?? situation.now + PortDue.askAgain
    switch (step, order.phase) {
    case (.submit, .submitting):
      move(to: .waitingForAcceptance, due: next)
      note(.handedToCarrier)
    // It was canceled while the carrier was being asked: now it is known what has to be called off.
    case (.submit, .callingOff): break
    case (.reschedule, .rescheduling):
      move(to: .waitingForFirmDate, due: next)
      note(.rescheduled)
    case (.callOff, .callingOff):
      move(to: .releasing)
      note(.calledOff)
    default: return
    }
    (order.reference, order.revision) = (reference, 0)
  }

  /// Takes over what is new, in the order of its revisions, however often and in which order it was told.
  mutating func recordNews(_ news: [PortNews], _ askAgain: Instant?) {
    for update in news.sorted(by: { $0.revision < $1.revision }) where update.revision > order.revision {
      order.revision = update.revision
      take(update)
    }
    guard order.phase == .waitingForAcceptance || order.phase == .waitingForFirmDate else { return }
    let silentSince = order.submitTime ?? situation.now
    let end = silentSince + PortDue.days(PortDue.silenceDays)
    if !order.isChased, order.phase == .waitingForAcceptance, situation.now >= end {
      order.isChased = true
      note(.carrierChased, reason: PortRejection.carrierUnresponsive.rawValue)
    }
    order.dueTime = max(askAgain ?? situation.now + PortDue.askAgain, situation.now + .seconds(1))
  }

  private mutating func take(_ update: PortNews) {
    switch (update.kind, order.phase) {
    case (.accepted, .waitingForAcceptance):
      move(to: .waitingForFirmDate)
      note(.accepted)
    case (.rejected(let reason, let numbers), .waitingForAcceptance),
      (.rejected(let reason, let numbers), .waitingForFirmDate),
      (.rejected(let reason, let numbers), .confirmed):
      order.demandedGroups = update.groups
      reject(reason, numbers)
    case (.confirmed(let time), .waitingForAcceptance), (.confirmed(let time), .waitingForFirmDate),
      (.confirmed(let time), .confirmed):
      confirm(time)
    default: return
    }
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

  /// Reminds of what the customer has to do, until the time for it is over.
  mutating func remind() {
    switch order.phase {
    case .collecting:
      order.reminders += 1
      note(.letterReminded)
      order.dueTime = PortDue.draft(order, now: situation.now)
    case .rejected: remindOfRejection()
    default: return
    }
  }

  private mutating func remindOfRejection() {
    guard let end = order.actUntil else { return }
    guard situation.now < end else {
      order.reason = "EXCEPTION_EXPIRED"
      move(to: .releasing)
      return note(.expired, reason: order.reason)
    }
    order.reminders += 1
    let since = end - PortDue.days(PortDue.exceptionDays)
    order.dueTime = PortDue.rejected(order, since: since)
    note(.reminded, reason: order.reason)
  }

  mutating func beginActivation() {
    guard order.phase == .confirmed else { return }
    move(to: .activating)
    note(.activationBegun)
  }

  /// Each number has its own outcome; when none moved, the order waits for its customer.
  mutating func recordActivation(_ results: [TelephoneNumber: String]) {
    guard order.phase == .activating else { return }
    let reasons = order.telephoneNumbers.map { results[$0] ?? PortRejection.unknown.rawValue }
    if let reason = reasons.first, reasons.allSatisfy({ !$0.isEmpty }) {
      return reject(reason, order.telephoneNumbers)
    }
    for index in order.numbers.indices {
      guard let number = TelephoneNumber(e164: order.numbers[index].phoneNumber) else { continue }
      let reason = results[number] ?? PortRejection.unknown.rawValue
      order.numbers[index].end(reason.isEmpty ? .ported : .notPorted, reason: reason)
    }
    move(to: .arriving)
    note(.activated)
    if order.numbers.contains(where: { $0.outcome == .notPorted }) { note(.numbersStayed) }
  }

  mutating func recordArrival() {
    guard order.phase == .arriving else { return }
    move(to: .addressing)
    note(.numbersArrived)
  }

  /// No port is complete whose numbers have no emergency address that is ready (domain.md section 6): whoever calls for
  /// help from one would not be found. It goes on as soon as the location has one.
  mutating func recordAddresses(_ lack: AddressLack?) {
    guard order.phase == .addressing else { return }
    if let lack {
      order.dueTime = situation.now + PortDue.addressInterval
      guard order.reason != lack.rawValue else { return }
      order.reason = lack.rawValue
      return note(.addressMissing, reason: order.reason)
    }
    order.reason = ""
    move(to: .completed)
    note(.completed)
  }

  /// What the carrier does not do.
  mutating func recordRefusal(of step: PortStep) {
    switch (step, order.phase) {
    case (.submit, .submitting): reject(PortRejection.unknown.rawValue, [])
    case (.reschedule, .rescheduling):
      // What it told before holds again.
      order.revision = 0
      move(to: .waitingForFirmDate)
      note(.rescheduleRefused)
    case (.callOff, .callingOff) where order.firmTime != nil:
      move(to: .confirmed, due: order.firmTime)
      note(.cancellationRefused)
    // There was no date to keep: nothing is lost.
    case (.callOff, .callingOff): move(to: .releasing)
    default: return
    }
  }

  mutating func recordSnapBack(_ results: [TelephoneNumber: String]) {
    guard order.phase == .snappingBack else { return }
    let asked = order.returning
    order.returning = asked.filter { results[$0]?.isEmpty == true }
    move(to: order.returning.isEmpty ? .completed : .givingBack)
    note(.snapBackAnswered)
    if order.returning != asked { note(.snapBackRefused) }
  }

  mutating func recordGivenBack() {
    guard order.phase == .givingBack else { return }
    let back = Set(order.returning.map(\.e164))
    for index in order.numbers.indices where back.contains(order.numbers[index].phoneNumber) {
      order.numbers[index].end(.snappedBack)
    }
    order.returning = []
    move(to: .completed)
    note(.snappedBack)
  }

  mutating func recordRelease() {
    guard order.phase == .releasing else { return }
    order.leaving = []
    move(to: .canceled)
    note(.canceled, reason: order.reason)
  }
}
