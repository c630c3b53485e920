import Telephony

extension Inventory {
  /// Turns a lease into a hold of an order, which does not expire (design.md section 4). The token changes, so that
  /// whoever had the lease can do nothing more with it.
  public mutating func holdForOrder(
    _ id: Int64,
    fencingToken: Int64,
    order: ResourceName,
    now: Instant
  ) throws(Refusal) -> Decision<Reservation> {
    let before = try ownReservation(id, order.organization)
    if before.state == .heldByOrder, before.order == order.text {
      return Decision(answer: before, changes: [], events: [])
    }
    _ = try activeReservation(id, order.organization, now)
    guard before.fencingToken == fencingToken else { throw .fencingToken(before) }
    var after = before
    after.state = .heldByOrder
    after.order = order.text
    after.fencingToken = nextFencingToken()
    return decide(before: before, after: after, event: nil)
  }

  /// Assigns the numbers that an order holds to a location: blocks as one thing. A repeat, after a crash of whom it is
  /// done for, gets the same answer.
  ///
  /// - Parameters:
  ///   - usage: what they are used as there; toll-free numbers of a mix are added as toll-free all the same
  ///     (domain.md section 3).
  ///   - access: what is known of the location now: an order may have waited for weeks since it was checked.
  public mutating func assign(
    order: ResourceName,
    location: ResourceName,
    usage: NumberUsage = .standard,
    access: ServiceNumberAccess?,
    now: Instant
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    guard location.organization == order.organization else { throw .resourceNotFound(location.text) }
    let held = reservations(heldBy: order.text)
    guard !held.isEmpty else { return try assignedBefore(order, location) }
    guard let access else {
      throw Refusal(.precondition, violations: [NumberProblem.locationNotFound.violation("location")])
    }
    let violations = access.activationViolations(isService: usage == .service)
    guard violations.isEmpty else { throw Refusal(.precondition, violations: violations) }
    let numbers = held.flatMap(\.numbers)
    var decision = Decision(
      answer: numbers,
      changes: [],
      events: [.assigned(location: location.text, order: order.text, numbers: numbers)]
    )
    for before in held {
      decision.changes.append(.reservation(before: before, after: before.ended(.consumed, at: now)))
      for record in records(for: before, location, usage, now) {
        decision.changes.append(.record(before: nil, after: record))
      }
    }
    decision.changes.forEach { apply($0) }
    return decision
  }

  private func assignedBefore(
    _ order: ResourceName,
    _ location: ResourceName
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    let assigned = records(of: OrderName(order.text)).filter { $0.standing.location == location.text }
    guard !assigned.isEmpty else { throw .nothingHeld(order) }
    return Decision(answer: assigned.flatMap(\.numbers), changes: [], events: [])
  }

  /// One record, or two when some of the numbers are not used as the others are.
  private mutating func records(
    for reservation: Reservation,
    _ location: ResourceName,
    _ usage: NumberUsage,
    _ now: Instant
  ) -> [NumberRecord] {
    var standing = NumberStanding(
      state: .assigned,
      since: now,
      organization: reservation.organization,
      location: location.text,
      order: OrderName(reservation.order)
    )
    if reservation.isBlock, case .run(let range) = reservation.numbers { standing.block = range }
    guard usage == .service else {
      return [NumberRecord(id: nextRecordID(), numbers: reservation.numbers, standing: standing)]
    }
    let (other, service) = reservation.numbers.partitioned { type(of: $0).canBeService }
    var serving = standing
    serving.usage = .service
    return [(service, serving), (other, standing)].filter { !$0.0.isEmpty }.map { numbers, standing in
      NumberRecord(id: nextRecordID(), numbers: NumberSet(numbers), standing: standing)
    }
  }

  /// Gives back what an order holds; nothing is no error, because compensations are repeated.
  public mutating func releaseHold(order: ResourceName, now: Instant) -> Decision<[TelephoneNumber]> {
    var decision = Decision<[TelephoneNumber]>(answer: [], changes: [], events: [])
    for before in reservations(heldBy: order.text) {
      let released = decide(before: before, after: before.ended(.released, at: now), event: nil)
      decision.answer += before.numbers
      decision.changes += released.changes
      decision.events.append(.released(released.answer))
    }
    return decision
  }
}

extension NumberSet {
  /// Those that do not meet a condition, and those that do.
  func partitioned(_ belongs: (TelephoneNumber) -> Bool) -> (
    others: [TelephoneNumber], belonging: [TelephoneNumber]
  ) {
    (filter { !belongs($0) }, filter(belongs))
  }
}

extension Refusal {
  static func fencingToken(_ reservation: Reservation) -> Refusal {
    Refusal(
      .precondition,
      "FENCING_TOKEN_MISMATCH",
      "\(reservation.name) has changed hands since its token was given. Read it again.",
      metadata: ["reservation": reservation.name]
    )
  }

  static func nothingHeld(_ order: ResourceName) -> Refusal {
    Refusal(
      .precondition,
      "ORDER_HOLDS_NOTHING",
      "\(order.text) holds no numbers. Hold a reservation for it first.",
      metadata: ["order": order.text]
    )
  }
}
