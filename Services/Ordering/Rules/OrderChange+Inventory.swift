import Telephony

// What the inventory answered to the steps of an order's saga.
extension OrderChange {
  /// How often numbers are reserved anew because a reservation ended before it was held.
  static let maximumAttempts = 5

  func reserved(_ name: String, _ token: Int64, _ numbers: [TelephoneNumber]) throws(Refusal) -> Order {
    try expect(.reserving, .waitingForStock)
    return moved(to: .holding, .numbersReserved) { next in
      (next.reservation, next.fencingToken) = (name, token)
      next.take(numbers, as: .requested, missing: "NUMBER_NOT_AVAILABLE")
    }
  }

  func reservationRefused(_ reason: String) throws(Refusal) -> Order {
    try expect(.reserving, .waitingForStock)
    guard waits(for: reason) else { return failed(.reservationRefused, reason) }
    guard order.phase == .reserving else { return order }
    return moved(to: .waitingForStock, .stockAwaited) { $0.isIntent = false }
  }

  /// A back order waits for stock. An organization that holds as many numbers as it may holds fewer soon, because carts
  /// end by themselves: that costs no order its place in the queue or its review.
  private func waits(for reason: String) -> Bool {
    if reason == "RESERVATION_LIMIT" { return !order.isIntent }
    return order.draft.fulfillment == .backorder && Self.isAboutStock(reason)
  }

  static func isAboutStock(_ reason: String) -> Bool {
    reason == "INSUFFICIENT_STOCK" || reason == "NUMBER_NOT_AVAILABLE"
  }

  func held(_ held: [TelephoneNumber]) throws(Refusal) -> Order {
    try expect(.holding)
    return moved(to: .waitingForTerms, .numbersHeld) { next in
      next.isIntent = false
      next.take(held, as: .held, missing: "NUMBER_NOT_AVAILABLE")
    }
  }

  /// A reservation that the order made itself is replaced when it ended before it was held, as after a long outage.
  func holdRefused(_ reason: String) throws(Refusal) -> Order {
    try expect(.holding)
    guard order.draft.selection.isReservedByOrder, order.attempt < Self.maximumAttempts,
      Self.meansReservationEnded(reason)
    else { return failed(.reservationRefused, reason) }
    return moved(to: .reserving, .reservationLost) { next in
      next.attempt += 1
      (next.reservation, next.fencingToken) = ("", 0)
      next.numbers = next.draft.selection.wishes
    }
  }

  private static func meansReservationEnded(_ reason: String) -> Bool {
    ["RESERVATION_EXPIRED", "RESERVATION_NOT_ACTIVE", "RESOURCE_NOT_FOUND", "FENCING_TOKEN_MISMATCH"]
      .contains(reason)
  }

  /// No number is activated at a location without an emergency address (domain.md sections 2 and 6).
  func addressLookedFor(_ finding: AddressFinding) throws(Refusal) -> Order {
    try expect(.waitingForEmergencyAddress)
    switch finding {
    case .given: return moved(to: .assigning, .emergencyAddressFound) { $0.failure = "" }
    case .missing where order.failure.isEmpty:
      return moved(to: .waitingForEmergencyAddress, .emergencyAddressAwaited) {
        $0.failure = OrderStatus.addressMissing
      }
    case .missing, .unknown: return order
    }
  }

  func assigned(_ assigned: [TelephoneNumber]) throws(Refusal) -> Order {
    try expect(.assigning)
    return moved(to: .provisioned, .provisioned) {
      $0.take(assigned, as: .assigned, missing: "NOT_ASSIGNED")
    }
  }

  func assignmentRefused(_ reason: String) throws(Refusal) -> Order {
    try expect(.assigning)
    return moved(to: .compensating, .assignmentRefused) { next in
      next.failure = reason
      next.endNumbers(.failed, reason: reason)
    }
  }

  func released() throws(Refusal) -> Order {
    try expect(.canceling, .compensating)
    guard order.phase == .canceling else { return moved(to: .failed, .numbersReleased) }
    return moved(to: .canceled, .numbersReleased) { $0.endNumbers(.released) }
  }

  func releaseRefused(_ reason: String) throws(Refusal) -> Order {
    try expect(.canceling, .compensating)
    return failed(.releaseRefused, reason)
  }

  private func failed(_ event: HistoryEntry.Event, _ reason: String) -> Order {
    moved(to: .failed, event) { next in
      next.failure = reason
      next.endNumbers(.failed, reason: reason)
    }
  }
}

extension Order {
  /// Gives numbers their outcome; those that were asked for and are not among them have failed, and are not dropped.
  fileprivate mutating func take(
    _ taken: [TelephoneNumber],
    as outcome: OrderedNumber.Outcome,
    missing reason: String
  ) {
    guard !numbers.isEmpty else {
      numbers = taken.map { OrderedNumber($0, outcome) }
      return
    }
    let taken = Set(taken)
    numbers = numbers.map { number in
      if taken.contains(number.number) { return OrderedNumber(number.number, outcome) }
      return number.outcome == .failed ? number : OrderedNumber(number.number, .failed, reason: reason)
    }
  }
}

extension NumberSelection {
  /// The numbers that are asked for by name.
  fileprivate var wishes: [OrderedNumber] {
    guard case .specific(let numbers) = self else { return [] }
    return numbers.map { OrderedNumber($0, .requested) }
  }
}
