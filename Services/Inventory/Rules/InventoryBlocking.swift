import Telephony

extension Inventory {
  /// Takes available numbers out of the stock.
  public mutating func block(
    _ numbers: [TelephoneNumber],
    now: Instant
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    try checkStep(.block, numbers)
    let standing = NumberStanding(state: .blocked, since: now, organization: "", location: "", order: .none)
    let record = NumberRecord(id: nextRecordID(), numbers: NumberSet(numbers), standing: standing)
    let change = Change.record(before: nil, after: record)
    apply(change)
    return Decision(answer: numbers, changes: [change], events: [])
  }

  /// Puts blocked numbers back into the stock.
  public mutating func unblock(_ numbers: [TelephoneNumber]) throws(Refusal) -> Decision<[TelephoneNumber]> {
    try checkStep(.unblock, numbers)
    return Decision(answer: numbers, changes: alter(numbers) { _ in nil }, events: [])
  }

  private func checkStep(_ step: NumberStep, _ numbers: [TelephoneNumber]) throws(Refusal) {
    try Self.check(numbers, limit: limits.numbersPerReservation)
    if let refusal = Refusal.numbers(numbers.map { self.step(step, $0).problem }) { throw refusal }
  }
}
