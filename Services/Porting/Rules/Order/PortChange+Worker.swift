import Telephony

// What the worker finds out from the inventory and on the day of the port.
extension PortChange {
  mutating func recordPortability(_ numbers: [NumberPortability]) {
    guard order.phase.isOpen else { return }
    let answers = Dictionary(numbers.map { ($0.phoneNumber, $0) }) { first, _ in first }
    let before = order.numbers
    order.numbers = before.map { number in answers[number.phoneNumber].map(number.renewed) ?? number }
    if order.numbers != before, !order.numbers.contains(where: { $0.answer == .pending }) {
      note(.portabilityAnswered)
    }
    if order.phase == .collecting { order.dueTime = PortDue.draft(order, now: situation.now) }
  }

  mutating func recordReserved() {
    guard order.phase == .reserving else { return }
    order.leaving = []
    move(to: .submitting)
    note(.numbersNoted)
  }

  mutating func recordReservationRefused(_ numbers: [TelephoneNumber]) {
    guard order.phase == .reserving else { return }
    reject(PortRejection.registryConflict.rawValue, numbers)
  }

  /// Reminds of what the customer has to do, until the time for it is over.
  mutating func remind() {
    guard order.phase.isOpen else { return }
    warnOfDocuments()
    guard order.phase == .collecting else { return remindOfRejection() }
    if let time = PortDue.letterReminder(order), time <= situation.now {
      order.reminders += 1
      note(.letterReminded)
    }
    order.dueTime = PortDue.draft(order, now: situation.now)
  }

  /// Of each document that is soon too old, once.
  private mutating func warnOfDocuments() {
    for document in order.documents where order.isUnwarned(document) {
      guard let time = PortDue.documentWarning(document), time <= situation.now else { continue }
      order.warnedDocuments = (order.warnedDocuments ?? []) + [document.id]
      note(.documentExpiring, reason: document.kind.rawValue)
    }
  }

  private mutating func remindOfRejection() {
    guard let end = order.actUntil else { return }
    guard situation.now < end else {
      order.reason = "EXCEPTION_EXPIRED"
      move(to: .releasing)
      return note(.expired, reason: order.reason)
    }
    if let time = PortDue.rejectionReminder(order), time <= situation.now {
      order.reminders += 1
      note(.reminded, reason: order.reason)
    }
    order.dueTime = PortDue.rejected(order)
  }

  mutating func beginActivation() {
    guard order.phase == .confirmed, let firmTime = order.firmTime else { return }
    let end = situation.calendar.activationEnd(firmTime)
    // Nobody was asked to move them: they stay where they are, and are not moved in the night.
    guard situation.now < end else { return reject(PortRejection.focExpired.rawValue, []) }
    move(to: .activating)
    order.activateUntil = end
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
    order.reason = ""
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
    order.reason = ""
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
