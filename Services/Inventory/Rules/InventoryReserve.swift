import Telephony

extension Inventory {
  /// Holds numbers for an organization, all or nothing unless the command says best effort.
  ///
  /// When they are not there, leases that are over and were not swept yet are ended first.
  public mutating func reserve(_ command: ReserveCommand, now: Instant) throws(Refusal) -> Decision<
    Reservation
  > {
    try command.check(limits)
    do {
      return try reserveNow(command, now: now)
    } catch {
      let expired = expire(now: now, limit: Self.lazyExpiryLimit)
      guard !expired.changes.isEmpty else { throw error }
      return try reserve(command, now: now, after: expired)
    }
  }

  private static let lazyExpiryLimit = 1_000

  private mutating func reserve(
    _ command: ReserveCommand,
    now: Instant,
    after expired: Decision<Int>
  ) throws(Refusal) -> Decision<Reservation> {
    do {
      var decision = try reserveNow(command, now: now)
      decision.changes = expired.changes + decision.changes
      decision.events = expired.events + decision.events
      return decision
    } catch {
      revert(expired.changes)
      throw error
    }
  }

  private mutating func reserveNow(
    _ command: ReserveCommand,
    now: Instant
  ) throws(Refusal) -> Decision<Reservation> {
    let numbers = try take(command)
    let held = heldNumbers(of: command.organization)
    guard held + numbers.count <= limits.numbersHeldPerOrganization else {
      throw .reservationLimit(limits.numbersHeldPerOrganization, held: held)
    }
    let reservation = Reservation(
      id: nextReservationID(),
      organization: command.organization,
      numbers: numbers,
      isBlock: command.isBlock,
      beginTime: now,
      state: .active,
      fencingToken: nextFencingToken(),
      expireTime: limits.leaseEnd(begin: now, now: now),
      order: ""
    )
    return decide(before: nil, after: reservation, event: .reserved(reservation))
  }

  /// Applies a change of one reservation.
  mutating func decide(
    before: Reservation?,
    after: Reservation,
    event: InventoryEvent?
  ) -> Decision<Reservation> {
    let change = Change.reservation(before: before, after: after)
    apply(change)
    return Decision(answer: after, changes: [change], events: event.map { [$0] } ?? [])
  }
}

// MARK: - Which numbers
extension Inventory {
  private mutating func take(_ command: ReserveCommand) throws(Refusal) -> NumberSet {
    switch command.selection {
    case .specific(let numbers):
      return NumberSet(try available(numbers, command.bestEffort))
    case .quantity(let criteria, let count):
      let numbers = stock.choose(count, matching: criteria)
      guard numbers.count == count || (command.bestEffort && !numbers.isEmpty) else {
        throw .insufficientStock(wanted: count, found: numbers.count)
      }
      return NumberSet(numbers)
    case .block(let criteria, let size):
      guard let run = stock.chooseRun(of: size, matching: criteria) else { throw .noRun(of: size) }
      return .run(run)
    }
  }

  private func available(
    _ numbers: [TelephoneNumber],
    _ bestEffort: Bool
  ) throws(Refusal) -> [TelephoneNumber] {
    let available = numbers.filter { stock.isAvailable($0) }
    if available.count == numbers.count || (bestEffort && !available.isEmpty) { return available }
    throw .numbersNotAvailable(numbers.enumerated().filter { !stock.isAvailable($0.element) }.map(\.offset))
  }
}

extension ReserveCommand {
  var isBlock: Bool {
    if case .block = selection { true } else { false }
  }
}

extension Refusal {
  static func numbersNotAvailable(_ positions: [Int]) -> Refusal {
    Refusal(
      .precondition,
      "NUMBER_NOT_AVAILABLE",
      "\(positions.count) of the numbers are not available. Search again, or leave them out.",
      violations: positions.map { position in
        Violation(
          field: "specific.phone_numbers[\(position)]",
          reason: "NUMBER_NOT_AVAILABLE",
          description: "Somebody has it, or it is not in stock. Take another."
        )
      }
    )
  }

  static func insufficientStock(wanted: Int, found: Int) -> Refusal {
    Refusal(
      .exhausted,
      "INSUFFICIENT_STOCK",
      "Only \(found) of \(wanted) numbers are there. Ask for fewer, set best_effort, or widen the criteria.",
      metadata: ["wanted": "\(wanted)", "available": "\(found)"]
    )
  }

  static func noRun(of size: Int) -> Refusal {
    Refusal(
      .exhausted,
      "INSUFFICIENT_STOCK",
      "No \(size) consecutive numbers are there. Ask for a smaller block, or widen the criteria.",
      metadata: ["wanted": "\(size)"]
    )
  }

  static func reservationLimit(_ limit: Int, held: Int) -> Refusal {
    Refusal(
      .exhausted,
      "RESERVATION_LIMIT",
      "An organization can hold \(limit) numbers, and \(held) are held. Order or release some first.",
      metadata: ["limit": "\(limit)", "held": "\(held)"]
    )
  }
}
