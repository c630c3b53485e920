import Telephony

extension Inventory {
  /// Extends a lease from now on, never past the longest that it may last (domain.md section 3).
  public mutating func extend(
    _ id: Int64,
    organization: String,
    now: Instant
  ) throws(Refusal) -> Decision<Reservation> {
    let before = try activeReservation(id, organization, now)
    var after = before
    after.expireTime = max(before.expireTime, limits.leaseEnd(begin: before.beginTime, now: now))
    return decide(before: before, after: after, event: nil)
  }

  /// Gives the numbers back. What is over already stays as it is.
  public mutating func release(
    _ id: Int64,
    organization: String,
    now: Instant
  ) throws(Refusal) -> Decision<Reservation> {
    let before = try ownReservation(id, organization)
    switch before.state {
    case .heldByOrder: throw .heldByOrder(before)
    case .consumed, .released, .expired: return Decision(answer: before, changes: [], events: [])
    case .active:
      let after = before.ended(before.expireTime <= now ? .expired : .released, at: now)
      return decide(before: before, after: after, event: .released(after))
    }
  }

  /// Ends leases that are over, and forgets reservations that ended long ago, at most so many. The answer is how
  /// many leases ended.
  public mutating func expire(now: Instant, limit: Int) -> Decision<Int> {
    var decision = Decision(answer: 0, changes: [], events: [])
    while decision.changes.count < limit, let entry = expiries.pop(dueAt: now) {
      if entry.reservation < 0 {
        endAging(ofRecord: -entry.reservation, at: entry.time, &decision)
        continue
      }
      guard let before = reservations[entry.reservation] else { continue }
      switch due(before, at: entry.time) {
      case .nothing: continue
      case .end:
        let ended = decide(before: before, after: before.ended(.expired, at: entry.time), event: nil)
        decision.answer += 1
        decision.changes += ended.changes
        decision.events.append(.released(ended.answer))
      case .forget:
        let change = Change.reservation(before: before, after: nil)
        apply(change)
        decision.changes.append(change)
      }
    }
    return decision
  }

  private enum Due {
    case nothing
    case end
    case forget
  }

  /// What is due for a reservation whose entry came up; nothing when the entry is out of date.
  private func due(_ reservation: Reservation, at time: Instant) -> Due {
    switch reservation.state {
    case .heldByOrder: return .nothing
    case .active: return reservation.expireTime == time ? .end : .nothing
    case .consumed, .released, .expired:
      return reservation.forgetTime(limits) == time ? .forget : .nothing
    }
  }
}

// MARK: - Finding
extension Inventory {
  /// The reservation, if it belongs to the organization; else the same refusal as for one that is absent.
  public func ownReservation(_ id: Int64, _ organization: String) throws(Refusal) -> Reservation {
    guard let reservation = reservations[id], reservation.organization == organization else {
      throw .resourceNotFound("organizations/\(organization)/reservations/\(id)")
    }
    return reservation
  }

  func activeReservation(_ id: Int64, _ organization: String, _ now: Instant) throws(Refusal) -> Reservation {
    let reservation = try ownReservation(id, organization)
    switch reservation.state {
    case .heldByOrder: throw .heldByOrder(reservation)
    case .active where reservation.expireTime > now: return reservation
    case .active, .expired: throw .reservationExpired(reservation)
    case .consumed, .released: throw .reservationOver(reservation)
    }
  }
}

extension Refusal {
  static func reservationExpired(_ reservation: Reservation) -> Refusal {
    Refusal(
      .precondition,
      "RESERVATION_EXPIRED",
      "The lease of \(reservation.name) ended at \(reservation.expireTime). Reserve again.",
      metadata: ["reservation": reservation.name, "expire_time": reservation.expireTime.rfc3339]
    )
  }

  static func reservationOver(_ reservation: Reservation) -> Refusal {
    Refusal(
      .precondition,
      "RESERVATION_NOT_ACTIVE",
      "\(reservation.name) was given back or its numbers were assigned. Reserve again.",
      metadata: ["reservation": reservation.name]
    )
  }

  static func heldByOrder(_ reservation: Reservation) -> Refusal {
    Refusal(
      .precondition,
      "RESERVATION_HELD_BY_ORDER",
      "An order holds \(reservation.name). Cancel the order to give its numbers back.",
      metadata: ["reservation": reservation.name]
    )
  }
}
