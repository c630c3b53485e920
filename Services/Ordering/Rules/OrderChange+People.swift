import Telephony

// MARK: - What a customer does
extension OrderChange {
  // domain.md section 2: the terms are for a customer administrator only, and nothing is activated before.
  func termsAccepted(
    _ isAdministrator: Bool,
    _ version: String,
    _ address: AddressFinding
  ) throws(Refusal) -> Order {
    guard isAdministrator else { throw .customerMustSign }
    switch order.phase {
    case .waitingForTerms:
      return moved(to: address == .given ? .assigning : .waitingForEmergencyAddress, .termsAccepted) { next in
        next.acceptedTerms = version
        if address == .missing { next.failure = OrderStatus.addressMissing }
      }
    case .waitingForEmergencyAddress, .assigning, .provisioned: return order
    case .canceling, .canceled, .compensating, .failed: throw .orderEnded(order)
    case .reserving, .holding, .waitingForStock, .collecting, .waitingForEmergencyInformation,
      .underReview, .actionRequired:
      throw .numbersNotHeld(order)
    }
  }

  func canceled() throws(Refusal) -> Order {
    switch order.phase {
    case .collecting, .waitingForEmergencyInformation, .underReview, .actionRequired, .waitingForStock:
      return moved(to: .canceled, .cancellationRequested) { $0.endNumbers(.released) }
    case .waitingForTerms, .waitingForEmergencyAddress:
      return moved(to: .canceling, .cancellationRequested) { $0.failure = "" }
    case .canceling, .canceled: return order
    case .reserving, .holding, .assigning: throw .orderInProgress(order)
    case .provisioned: throw .orderProvisioned(order)
    case .compensating, .failed: throw .orderEnded(order)
    }
  }
}

// MARK: - Assisted orders
extension OrderChange {
  func attached(_ document: OrderDocument) throws(Refusal) -> Order {
    let application = try openApplication()
    guard application.documents.count < OrderApplication.maximumDocuments else { throw .documentLimit(order) }
    return moved(to: order.phase, .documentAttached) { $0.application?.documents.append(document) }
  }

  func documentRemoved(_ id: String) throws(Refusal) -> Order {
    let application = try openApplication()
    guard application.documents.contains(where: { $0.id == id }) else {
      throw .resourceNotFound("\(order.name)/documents/\(id)")
    }
    return moved(to: order.phase, .documentRemoved) { next in
      next.application?.documents.removeAll { $0.id == id }
    }
  }

  // domain.md section 4, Australia and New Zealand.
  func emergencyInformationGiven(_ calendar: BusinessCalendar) throws(Refusal) -> Order {
    guard let application = order.application, application.terms.needsEmergencyInformation else {
      throw .emergencyInformationNotAsked(order)
    }
    switch order.phase {
    case .waitingForEmergencyInformation:
      return reviewed(.emergencyInformationGiven, application.terms, calendar) {
        $0.application?.hasEmergencyInformation = true
      }
    case .collecting:
      return moved(to: .collecting, .emergencyInformationGiven) {
        $0.application?.hasEmergencyInformation = true
      }
    default: throw .notOpen(order)
    }
  }

  func submitted(_ problems: [Violation]?, _ calendar: BusinessCalendar) throws(Refusal) -> Order {
    var application = try openApplication()
    if let problems { application.applicantProblems = problems }
    let requirements = application.requirements
    guard requirements.isEmpty else { throw Refusal(violations: requirements) }
    let change: (inout Order) -> Void = { next in
      next.application?.applicantProblems = []
      next.application?.reviewerMessage = ""
    }
    guard !application.terms.needsEmergencyInformation || application.hasEmergencyInformation else {
      return moved(to: .waitingForEmergencyInformation, .submitted, change)
    }
    return reviewed(.submitted, application.terms, calendar, change)
  }

  /// The order under review, which takes business days (domain.md section 4).
  private func reviewed(
    _ event: HistoryEntry.Event,
    _ terms: ApplicationTerms,
    _ calendar: BusinessCalendar,
    _ change: (inout Order) -> Void
  ) -> Order {
    moved(to: .underReview, event) { next in
      change(&next)
      let days = terms.reviewBusinessDays
      if days > 0 { next.actUntil = calendar.end(ofBusinessDays: days, after: now) }
    }
  }

  private func openApplication() throws(Refusal) -> OrderApplication {
    guard let application = order.application else { throw .notAssisted(order) }
    guard order.phase.takesDocuments else { throw .notOpen(order) }
    return application
  }
}

// MARK: - What the reviewer decides
extension OrderChange {
  func approved() throws(Refusal) -> Order {
    try expectReview()
    return moved(to: .reserving, .approved)
  }

  func asked(_ message: String) throws(Refusal) -> Order {
    let application = try expectReview()
    let phase: OrderPhase = application.terms.hasActionRequired ? .actionRequired : .collecting
    return moved(to: phase, .actionRequested) { $0.application?.reviewerMessage = message }
  }

  func rejected(_ message: String) throws(Refusal) -> Order {
    try expectReview()
    return moved(to: .failed, .rejected) { next in
      next.failure = OrderStatus.rejected
      next.application?.reviewerMessage = message
      next.endNumbers(.failed, reason: OrderStatus.rejected)
    }
  }

  @discardableResult
  private func expectReview() throws(Refusal) -> OrderApplication {
    guard let application = order.application else { throw .notAssisted(order) }
    guard order.phase == .underReview else { throw .notUnderReview(order) }
    return application
  }
}

extension Order {
  /// Every number ends in the same way.
  mutating func endNumbers(_ outcome: OrderedNumber.Outcome, reason: String = "") {
    numbers = numbers.map { number in
      // What failed before keeps its reason.
      number.outcome == .failed ? number : OrderedNumber(number.number, outcome, reason: reason)
    }
  }
}
