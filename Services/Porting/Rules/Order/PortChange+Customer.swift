import Telephony

// What customers and support do with an order.
extension PortChange {
  mutating func change(_ wish: PortWish, _ numbers: [NumberPortability]) throws(Refusal) {
    try expectOpen()
    guard wish != order.wish || numbers.map(\.phoneNumber) != order.numbers.map(\.phoneNumber) else { return }
    if order.phase == .rejected {
      // What is taken out stays held until the order is submitted again: nobody else may have it meanwhile.
      let kept = Set(numbers.map(\.phoneNumber))
      order.leaving = (order.leaving + order.telephoneNumbers).filter { !kept.contains($0.e164) }
    }
    order.wish = wish
    order.numbers = numbers
    if order.phase == .collecting { order.dueTime = PortDue.draft(order, now: situation.now) }
    note(.changed)
  }

  mutating func attach(_ document: PortDocumentEntry, _ isSignedHere: Bool) throws(Refusal) {
    guard !order.phase.isEnded else {
      throw refusal("PORT_ORDER_ENDED", "It has ended and takes no documents. Make a new order.")
    }
    order.documents.removeAll { $0.kind == document.kind }
    order.documents.append(document)
    order.requestedDocuments.removeAll { $0 == document.kind.rawValue }
    if document.kind == .letterOfAgency {
      order.signedNumbers = isSignedHere ? order.telephoneNumbers : nil
      order.signedTerms = isSignedHere ? order.letterTerms : nil
    }
    if order.phase == .collecting { order.dueTime = PortDue.draft(order, now: situation.now) }
    if order.phase == .rejected { order.dueTime = PortDue.rejected(order) }
    // The carrier hears of it when it is asked for news.
    if order.phase.step == .askForNews { order.dueTime = situation.now }
    note(isSignedHere ? .letterSigned : .documentAttached, reason: document.kind.rawValue)
  }

  mutating func requestDocument(_ kind: PortDocument) throws(Refusal) {
    guard !order.phase.isEnded else {
      throw refusal("PORT_ORDER_ENDED", "It has ended and takes no documents.")
    }
    guard !order.requestedDocuments.contains(kind.rawValue) else { return }
    order.requestedDocuments.append(kind.rawValue)
    note(.documentRequested, reason: kind.rawValue)
  }

  mutating func review(_ review: PortReview) throws(Refusal) {
    try expectOpen()
    let violations = review.violations(order)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    let numbers = order.numbers
    order.numbers = numbers.map { review.concerns($0) ? $0.reviewed(review.note) : $0 }
    guard order.numbers != numbers else { return }
    if order.phase == .collecting { order.dueTime = PortDue.draft(order, now: situation.now) }
    note(.portabilityReviewed)
  }

  mutating func submit() throws(Refusal) {
    try expectOpen()
    move(to: .reserving)
    order.reason = ""
    order.submissions += 1
    order.retries = nil
    order.previousReference = order.reference
    order.reference = ""
    order.submitTime = situation.now
    order.demandedGroups = []
    for index in order.numbers.indices { order.numbers[index].reason = "" }
    for index in order.numbers.indices { order.numbers[index].fix = "" }
    note(.submitted)
  }

  mutating func reschedule(_ time: Instant) throws(Refusal) {
    switch order.phase {
    case .waitingForAcceptance, .waitingForFirmDate, .confirmed: try expectChangeable()
    case .collecting, .rejected:
      throw refusal("NOT_RESCHEDULABLE", "The losing carrier does not have it. Change desired_time instead.")
    case .reserving, .submitting, .supplementing, .rescheduling:
      throw refusal(
        "PORT_ORDER_IN_PROGRESS",
        "The losing carrier is being told of it. Repeat it in a moment."
      )
    default:
      throw refusal("NOT_RESCHEDULABLE", "It has started, or has ended. Look at its state.")
    }
    guard order.wish.desiredTime != time || order.firmTime != nil else { return }
    (order.formerDesiredTime, order.wish.desiredTime) = (order.wish.desiredTime, time)
    order.firmTime = nil
    order.changeUntil = nil
    move(to: order.phase == .waitingForAcceptance ? .supplementing : .rescheduling)
    note(.rescheduleRequested)
  }

  mutating func cancel() throws(Refusal) {
    switch order.phase {
    case .collecting:
      move(to: .canceled)
      note(.canceled)
    case .reserving, .rejected:
      move(to: .releasing)
      note(.cancellationRequested)
    case .submitting, .waitingForAcceptance, .waitingForFirmDate, .confirmed, .supplementing, .rescheduling:
      try expectChangeable()
      order.asksForDate = order.phase.step == .reschedule ? true : nil
      move(to: .callingOff)
      note(.cancellationRequested)
    case .callingOff, .releasing, .canceled: return
    case .activating, .arriving, .addressing:
      throw refusal(
        "PORT_STARTED",
        "The port has started and cannot be canceled. Ask for a snap-back afterwards."
      )
    case .completed, .snappingBack, .givingBack:
      throw refusal("PORT_ORDER_ENDED", "The numbers are here. Ask for a snap-back instead.")
    }
  }

  mutating func split(_ children: [String]) throws(Refusal) {
    try expectOpen()
    let holdsNumbers = order.phase == .rejected
    order.splitInto = children
    order.reason = "SPLIT"
    move(to: holdsNumbers ? .releasing : .canceled)
    note(.split)
  }

  mutating func snapBack(_ numbers: [TelephoneNumber]) throws(Refusal) {
    guard order.phase == .completed else {
      throw refusal("NOT_COMPLETED", "Only numbers that were ported can go back. Cancel the order instead.")
    }
    let ported = order.numbers.filter { $0.outcome == .ported }
      .compactMap { TelephoneNumber(e164: $0.phoneNumber) }
    let named = Set(numbers.isEmpty ? ported : numbers)
    let asked = ported.filter(named.contains)
    guard !asked.isEmpty, asked.count == named.count else {
      throw refusal("NOT_PORTED", "Not all of the numbers were ported by this order. Name those that were.")
    }
    order.returning = asked
    move(to: .snappingBack)
    note(.snapBackRequested)
  }

  private func expectOpen() throws(Refusal) {
    guard !order.phase.isOpen else { return }
    throw order.phase.isEnded
      ? refusal("PORT_ORDER_ENDED", "It has ended. Make a new order.")
      : refusal(
        "PORT_ORDER_IN_PROGRESS",
        "It is submitted. Wait for the losing carrier, reschedule it, or cancel it."
      )
  }

  /// domain.md section 5: once confirmed, until the cut-off.
  private func expectChangeable() throws(Refusal) {
    guard let changeUntil = order.changeUntil, situation.now >= changeUntil else { return }
    throw refusal(
      "CANCELLATION_WINDOW_CLOSED",
      "It could be canceled or moved until \(order.local(changeUntil)). Technical support (PTS) may still help."
    )
  }
}
