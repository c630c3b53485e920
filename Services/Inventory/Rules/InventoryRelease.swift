import Telephony

extension Inventory {
  /// Gives numbers of an organization up; they rest (domain.md section 3, AGING). Nobody may use them any more, and
  /// those of a block go together.
  public mutating func releaseNumbers(
    _ numbers: [TelephoneNumber],
    organization: String,
    now: Instant
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    let all = Set(numbers)
    try checkOwn(numbers, of: organization) { number, standing in
      if let problem = step(.release, number).problem { return problem }
      if isInUse(number, standing) { return .inUse }
      return isTornFromBlock(standing, all) ? .blockMember : nil
    }
    return leave(numbers, .release, now)
  }

  /// Notes that numbers have been ported away.
  public mutating func portOut(
    _ numbers: [TelephoneNumber],
    organization: String,
    now: Instant
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    try Self.check(numbers, limit: Self.numbersPerCommand)
    // Repeated by a saga after a crash.
    let left = numbers.filter { number in
      let standing = record(of: number)?.standing
      return standing?.state != .portedOut || standing?.organization != organization
    }
    let problems = numbers.map { number -> NumberProblem? in
      guard left.contains(number) else { return nil }
      guard record(of: number)?.standing.organization == organization else { return .notFound }
      return step(.portOut, number).problem
    }
    if let refusal = Refusal.numbers(problems) { throw refusal }
    var decision = leave(left, .portOut, now)
    decision.answer = numbers
    // Another carrier has the number: whoever showed it here can do so no more.
    for (identity, number) in callerIDs where left.contains(number) {
      let change = Change.callerID(identity, before: number, after: nil)
      apply(change)
      decision.changes.append(change)
    }
    return decision
  }

  /// Puts the numbers of an order back into the stock at once; nothing is no error, because reconciling is repeated.
  public mutating func takeBack(order: ResourceName, now: Instant) -> Decision<[TelephoneNumber]> {
    let numbers = records(of: OrderName(order.text)).filter { $0.standing.state == .assigned }.flatMap(
      \.numbers
    )
    let unused = numbers.filter { number in
      record(of: number).map { !isInUse(number, $0.standing) } ?? false
    }
    return leave(unused, .takeBack, now)
  }

  /// Takes numbers away from their locations by a step that is allowed for all of them.
  private mutating func leave(
    _ numbers: [TelephoneNumber],
    _ step: NumberStep,
    _ now: Instant
  ) -> Decision<[TelephoneNumber]> {
    guard let first = numbers.first else { return Decision(answer: [], changes: [], events: []) }
    let state = self.step(step, first).transition?.to
    let next = state == .available ? nil : state
    let events = departures(numbers, state, now)
    let changes = alter(numbers) { standing in next.map { standing.becoming($0, at: now) } }
    return Decision(answer: numbers, changes: changes, events: events)
  }

  /// What others are told of numbers that leave their locations.
  func departures(_ numbers: [TelephoneNumber], _ state: NumberState?, _ now: Instant) -> [InventoryEvent] {
    var byLocation: [String: [TelephoneNumber]] = [:]
    for number in numbers {
      if let location = record(of: number)?.standing.location {
        byLocation[location, default: []].append(number)
      }
    }
    return byLocation.sorted { $0.key < $1.key }.map { location, numbers in
      .unassigned(location: location, state: state, numbers: numbers, at: now)
    }
  }

  /// Ends the rest of a record whose time has come; one that has changed since is left alone.
  mutating func endAging(ofRecord id: Int64, at time: Instant, _ decision: inout Decision<Int>) {
    guard let before = records[id], before.standing.state == .aging,
      before.standing.since + .milliseconds(limits.agingMilliseconds) == time
    else { return }
    // Own numbers are in the stock again, foreign ones go back to the carrier of their range: both have no record.
    let change = Change.record(before: before, after: nil)
    apply(change)
    decision.changes.append(change)
  }
}
