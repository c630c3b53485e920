import Telephony

/// What can happen to an order.
public enum OrderCommand: Hashable, Sendable {
  // What its customer does.
  case attach(OrderDocument)
  case removeDocument(id: String)
  /// The additional information of the emergency address is given.
  case giveEmergencyInformation(BusinessCalendar)
  /// It is handed in for review.
  ///
  /// - applicantProblems: of a new applicant; nil when the one that was given before stays.
  case submit(applicantProblems: [Violation]?, BusinessCalendar)
  /// Somebody accepts a version of the terms of service.
  case acceptTerms(isCustomerAdministrator: Bool, version: String, address: AddressFinding)
  /// Somebody cancels it.
  case cancel

  // What the reviewer decides.
  case approve
  case ask(message: String)
  case reject(message: String)

  // What the inventory answered.
  /// It reserved these numbers.
  case recordReservation(name: String, fencingToken: Int64, [TelephoneNumber])
  case recordReservationRefused(reason: String)
  /// It holds these numbers for the order.
  case recordHold([TelephoneNumber])
  case recordHoldRefused(reason: String)
  /// What the emergency addresses answered about the location.
  case recordAddress(AddressFinding)
  /// It assigned these numbers to the location.
  case recordAssignment([TelephoneNumber])
  case recordAssignmentRefused(reason: String)
  /// It took the numbers back.
  case recordRelease
  case recordReleaseRefused(reason: String)
}

/// Whether a location has an emergency address.
public enum AddressFinding: Hashable, Sendable {
  case given
  case missing
  /// It could not be asked.
  case unknown
}

extension Order {
  /// The order after a command; the same order when the command changes nothing.
  ///
  /// - Parameter principal: who gives the command, for the history.
  public func applying(_ command: OrderCommand, by principal: String, now: Instant) throws(Refusal) -> Order {
    let change = OrderChange(order: self, principal: principal, now: now)
    switch command {
    case .attach(let document): return try change.attached(document)
    case .removeDocument(let id): return try change.documentRemoved(id)
    case .giveEmergencyInformation(let calendar): return try change.emergencyInformationGiven(calendar)
    case .submit(let problems, let calendar): return try change.submitted(problems, calendar)
    case .approve: return try change.approved()
    case .ask(let message): return try change.asked(message)
    case .reject(let message): return try change.rejected(message)
    case .acceptTerms(let isAdministrator, let version, let address):
      return try change.termsAccepted(isAdministrator, version, address)
    case .cancel: return try change.canceled()
    case .recordReservation(let name, let token, let numbers):
      return try change.reserved(name, token, numbers)
    case .recordReservationRefused(let reason): return try change.reservationRefused(reason)
    case .recordHold(let numbers): return try change.held(numbers)
    case .recordHoldRefused(let reason): return try change.holdRefused(reason)
    case .recordAddress(let finding): return try change.addressLookedFor(finding)
    case .recordAssignment(let numbers): return try change.assigned(numbers)
    case .recordAssignmentRefused(let reason): return try change.assignmentRefused(reason)
    case .recordRelease: return try change.released()
    case .recordReleaseRefused(let reason): return try change.releaseRefused(reason)
    }
  }
}

/// One change of an order: who makes it, and when.
struct OrderChange {
  let order: Order
  let principal: String
  let now: Instant

  /// The order in its next phase, with an entry in its history.
  func moved(
    to phase: OrderPhase,
    _ event: HistoryEntry.Event,
    _ change: (inout Order) -> Void = { _ in }
  ) -> Order {
    var next = order
    next.phase = phase
    next.actUntil = nil
    change(&next)
    next.history.append(HistoryEntry(time: now, principal: principal, event: event, status: next.status))
    next.updateTime = now
    next.version += 1
    return next
  }

  /// A step's outcome that comes when the order does not wait for it is a defect of ours, never the customer's.
  func expect(_ phases: OrderPhase...) throws(Refusal) {
    guard !phases.contains(order.phase) else { return }
    throw .unexpectedStep(order)
  }
}
