import Telephony

/// What can happen to an order.
public enum OrderCommand: Hashable, Sendable {
  /// The inventory holds these numbers for it.
  case recordHold([TelephoneNumber])
  /// Somebody accepts the terms of service.
  case acceptTerms(isCustomerAdministrator: Bool)
  /// Somebody cancels it.
  case cancel
  /// The inventory assigned these numbers to the location.
  case recordAssignment([TelephoneNumber])
  /// The inventory refused to assign them.
  case recordAssignmentRefused(reason: String)
  /// The inventory took the numbers back.
  case recordRelease
  /// The inventory refused to take them back.
  case recordReleaseRefused(reason: String)
}

extension Order {
  /// The order after a command; the same order when the command changes nothing.
  ///
  /// - Parameter principal: who gives the command, for the history.
  public func applying(_ command: OrderCommand, by principal: String, now: Instant) throws(Refusal) -> Order {
    switch command {
    case .recordHold(let numbers): try held(numbers, principal, now)
    case .acceptTerms(let isAdministrator): try termsAccepted(isAdministrator, principal, now)
    case .cancel: try canceled(principal, now)
    case .recordAssignment(let numbers): try assigned(numbers, principal, now)
    case .recordAssignmentRefused(let reason): try assignmentRefused(reason, principal, now)
    case .recordRelease: try released(principal, now)
    case .recordReleaseRefused(let reason): try releaseRefused(reason, principal, now)
    }
  }

  private func moved(
    to phase: OrderPhase,
    _ event: HistoryEntry.Event,
    _ principal: String,
    _ now: Instant
  ) -> Order {
    var order = self
    order.phase = phase
    order.history.append(HistoryEntry(time: now, principal: principal, event: event))
    order.updateTime = now
    order.version += 1
    return order
  }

  /// A step's outcome that comes when the order does not wait for it is a defect of ours, never the customer's.
  private func expect(_ phases: OrderPhase...) throws(Refusal) {
    guard !phases.contains(phase) else { return }
    throw Refusal(
      .precondition,
      "UNEXPECTED_STEP",
      "Order \(name) is \(phase.rawValue); the step does not fit."
    )
  }
}

// MARK: - What people do
extension Order {
  // domain.md section 2: the terms are for a customer administrator only, and nothing is activated before.
  private func termsAccepted(
    _ isAdministrator: Bool,
    _ principal: String,
    _ now: Instant
  ) throws(Refusal) -> Order {
    guard isAdministrator else { throw .customerMustSign }
    switch phase {
    case .waitingForTerms: return moved(to: .assigning, .termsAccepted, principal, now)
    case .assigning, .provisioned: return self
    case .holding: throw .resourceNotFound(name)
    case .canceling, .canceled, .compensating, .failed: throw .orderEnded(self)
    }
  }

  private func canceled(_ principal: String, _ now: Instant) throws(Refusal) -> Order {
    switch phase {
    case .waitingForTerms: return moved(to: .canceling, .cancellationRequested, principal, now)
    case .canceling, .canceled: return self
    case .holding: throw .resourceNotFound(name)
    case .assigning: throw .orderInProgress(self)
    case .provisioned: throw .orderProvisioned(self)
    case .compensating, .failed: throw .orderEnded(self)
    }
  }
}

// MARK: - What the inventory answered
extension Order {
  private func held(_ held: [TelephoneNumber], _ principal: String, _ now: Instant) throws(Refusal) -> Order {
    try expect(.holding)
    var order = moved(to: .waitingForTerms, .numbersHeld, principal, now)
    order.numbers = held.map { OrderedNumber($0, .held) }
    return order
  }

  private func assigned(
    _ assigned: [TelephoneNumber],
    _ principal: String,
    _ now: Instant
  ) throws(Refusal) -> Order {
    try expect(.assigning)
    let assigned = Set(assigned)
    var order = moved(to: .provisioned, .provisioned, principal, now)
    order.numbers = numbers.map {
      assigned.contains($0.number)
        ? OrderedNumber($0.number, .assigned) : OrderedNumber($0.number, .failed, reason: "NOT_ASSIGNED")
    }
    return order
  }

  private func assignmentRefused(
    _ reason: String,
    _ principal: String,
    _ now: Instant
  ) throws(Refusal) -> Order {
    try expect(.assigning)
    var order = moved(to: .compensating, .assignmentRefused, principal, now)
    order.failure = reason
    order.numbers = numbers.map { OrderedNumber($0.number, .failed, reason: reason) }
    return order
  }

  private func released(_ principal: String, _ now: Instant) throws(Refusal) -> Order {
    try expect(.canceling, .compensating)
    guard phase == .canceling else { return moved(to: .failed, .numbersReleased, principal, now) }
    var order = moved(to: .canceled, .numbersReleased, principal, now)
    order.numbers = numbers.map { OrderedNumber($0.number, .released) }
    return order
  }

  private func releaseRefused(
    _ reason: String,
    _ principal: String,
    _ now: Instant
  ) throws(Refusal) -> Order {
    try expect(.canceling, .compensating)
    var order = moved(to: .failed, .releaseRefused, principal, now)
    order.failure = reason
    order.numbers = numbers.map { OrderedNumber($0.number, .failed, reason: reason) }
    return order
  }
}
