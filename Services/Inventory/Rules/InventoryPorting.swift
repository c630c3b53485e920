import Telephony

extension Inventory {
  /// Notes that numbers are on their way to a location: foreign ones, or own ones that had been ported away. A repeat,
  /// after a crash of whom it is done for, changes nothing.
  public mutating func beginPortIn(
    _ numbers: [TelephoneNumber],
    order: ResourceName,
    location: ResourceName,
    now: Instant
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    guard location.organization == order.organization else { throw .resourceNotFound(location.text) }
    try Self.check(numbers, limit: Self.numbersPerCommand)
    let name = OrderName(order.text)
    let new = numbers.filter { !isHere($0, by: name) }
    let problems = numbers.map { new.contains($0) ? step(.beginPortIn, $0).problem : nil }
    if let refusal = Refusal.numbers(problems) { throw refusal }
    let standing = NumberStanding(
      state: .portingIn,
      since: now,
      organization: order.organization,
      location: location.text,
      order: name
    )
    let returning = new.filter { record(of: $0) != nil }
    var changes = alter(returning) { _ in standing }
    let coming = new.filter { record(of: $0) == nil }
    if !coming.isEmpty {
      let record = NumberRecord(id: nextRecordID(), numbers: NumberSet(coming), standing: standing)
      changes.append(.record(before: nil, after: record))
      apply(changes[changes.count - 1])
    }
    return Decision(answer: numbers, changes: changes, events: [])
  }

  /// Notes that numbers have arrived, or will not come. The answer is those that have arrived.
  ///
  /// - Parameter usage: what they are used as from then on, but for those that are never service numbers.
  public mutating func endPortIn(
    _ numbers: [TelephoneNumber],
    order: ResourceName,
    completed: Bool,
    usage: NumberUsage = .standard,
    now: Instant
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    try Self.check(numbers, limit: Self.numbersPerCommand)
    let step = completed ? NumberStep.completePortIn : .cancelPortIn
    let name = OrderName(order.text)
    let open = numbers.filter { !isDone($0, name, completed) }
    let problems = numbers.map { number -> NumberProblem? in
      guard open.contains(number) else { return nil }
      return record(of: number)?.standing.order == name ? self.step(step, number).problem : .notFound
    }
    if let refusal = Refusal.numbers(problems) { throw refusal }
    var decision = Decision(answer: completed ? numbers : [], changes: [], events: [])
    decision.events = completed ? arrivals(open, order) : []
    // Own numbers that do not come back stay with the other carrier, foreign ones are none of ours.
    let own = open.filter { origin(of: $0) == .stock }
    let foreign = open.filter { origin(of: $0) == .foreign }
    for numbers in [own, foreign] where !numbers.isEmpty {
      let state = self.step(step, numbers[0]).transition?.to
      decision.changes += alter(numbers) { standing in state.map { standing.becoming($0, at: now) } }
    }
    if completed, usage == .service {
      decision.changes += alter(open.filter { type(of: $0).canBeService }) { standing in
        var serving = standing
        serving.usage = .service
        return serving
      }
    }
    return decision
  }

  /// Whether an order has begun to bring a number, and has not let it go since.
  private func isHere(_ number: TelephoneNumber, by order: OrderName) -> Bool {
    guard let standing = record(of: number)?.standing, standing.order == order else { return false }
    return standing.state != .portedOut
  }

  /// Whether a saga that repeats itself has done it before.
  private func isDone(_ number: TelephoneNumber, _ order: OrderName, _ completed: Bool) -> Bool {
    let standing = record(of: number)?.standing
    if completed { return standing?.order == order && standing?.state == .portedIn }
    return standing == nil && origin(of: number) == .foreign
      || standing?.order == order && standing?.state == .portedOut
  }

  private func arrivals(_ numbers: [TelephoneNumber], _ order: ResourceName) -> [InventoryEvent] {
    guard let first = numbers.first, let location = record(of: first)?.standing.location else { return [] }
    return [.assigned(location: location, order: order.text, numbers: numbers)]
  }
}
