import Telephony

extension Inventory {
  /// Most numbers of one command that names them.
  static let numbersPerCommand = 1_000

  /// Checks how many numbers a command names, and that it names none twice.
  static func check(_ numbers: [TelephoneNumber], limit: Int) throws(Refusal) {
    guard (1...limit).contains(numbers.count) else {
      throw Refusal(violations: [.numberCount("phone_numbers", limit)])
    }
    let violations = Violation.duplicates(numbers, "phone_numbers")
    guard violations.isEmpty else { throw Refusal(violations: violations) }
  }

  /// Checks that an organization has numbers in service, and whatever else is asked of each; names all that fail.
  func checkOwn(
    _ numbers: [TelephoneNumber],
    of organization: String,
    _ problem: (TelephoneNumber, NumberStanding) -> NumberProblem?
  ) throws(Refusal) {
    try Self.check(numbers, limit: limits.numbersPerReservation)
    let problems = numbers.map { number -> NumberProblem? in
      guard let record = record(of: number), record.standing.organization == organization,
        record.standing.state != .portedOut, record.standing.state != .aging
      else { return .notFound }
      return problem(number, record.standing)
    }
    if let refusal = Refusal.numbers(problems) { throw refusal }
  }

  /// Where a step leads a number, or why it may not happen.
  func step(_ step: NumberStep, _ number: TelephoneNumber) -> (
    transition: NumberTransition?, problem: NumberProblem?
  ) {
    let origin = origin(of: number)
    let known = origin == .stock || owner(of: number) != nil
    let state = known ? (try? view(number, for: .suite).state) : nil
    let transition = NumberTransition.after(step, from: state, origin)
    return (transition, transition == nil ? .state(state, step) : nil)
  }

  /// Whether somebody uses a number, shows it, or it is a main number.
  func isInUse(_ number: TelephoneNumber, _ standing: NumberStanding) -> Bool {
    standing.assignee != nil || standing.isMainNumber || callersShowing[number] != nil
  }

  /// Numbers of a block that are asked for without the rest of it.
  func isTornFromBlock(_ standing: NumberStanding, _ numbers: Set<TelephoneNumber>) -> Bool {
    guard let block = standing.block else { return false }
    return block.contains { number in
      guard !numbers.contains(number), let other = record(of: number)?.standing else { return false }
      return other.block == block && other.organization == standing.organization
        && other.state == standing.state
    }
  }

  /// Gives numbers that have records another standing, or none: then they are in the stock again, or forgotten.
  mutating func alter(
    _ numbers: [TelephoneNumber],
    _ standing: (NumberStanding) -> NumberStanding?
  ) -> [Change] {
    var chosen: [Int64: Set<TelephoneNumber>] = [:]
    for number in numbers {
      if let id = record(of: number)?.id { chosen[id, default: []].insert(number) }
    }
    var changes: [Change] = []
    for (id, numbers) in chosen.sorted(by: { $0.key < $1.key }) {
      guard let before = records[id] else { continue }
      changes += alter(before, numbers, standing(before.standing))
    }
    changes.forEach { apply($0) }
    return changes
  }

  private mutating func alter(
    _ before: NumberRecord,
    _ numbers: Set<TelephoneNumber>,
    _ standing: NumberStanding?
  ) -> [Change] {
    if numbers.count == before.numbers.count {
      let after = standing.map { NumberRecord(id: before.id, numbers: before.numbers, standing: $0) }
      return [.record(before: before, after: after)]
    }
    let (others, carved) = before.numbers.partitioned(numbers.contains)
    let rest = NumberRecord(id: before.id, numbers: NumberSet(others), standing: before.standing)
    guard let standing else { return [.record(before: before, after: rest)] }
    let part = NumberRecord(id: nextRecordID(), numbers: NumberSet(carved), standing: standing)
    return [.record(before: before, after: rest), .record(before: nil, after: part)]
  }
}

extension Violation {
  static func numberCount(_ field: String, _ limit: Int) -> Violation {
    Violation(
      field: field,
      reason: "INVALID_QUANTITY",
      description: "Give 1 to \(limit) numbers."
    )
  }

  /// Every number that was named before.
  static func duplicates(_ numbers: [TelephoneNumber], _ field: String) -> [Violation] {
    var seen: Set<TelephoneNumber> = []
    return numbers.enumerated().compactMap { position, number in
      seen.insert(number).inserted
        ? nil
        : Violation(
          field: "\(field)[\(position)]",
          reason: "DUPLICATE_PHONE_NUMBER",
          description: "It is there twice. Name each number once."
        )
    }
  }
}
