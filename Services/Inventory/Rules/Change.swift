import Telephony

/// One change of the inventory, which can be applied and taken back.
public enum Change: Hashable, Sendable {
  /// A reservation was made (no before), changed, or forgotten (no after).
  case reservation(before: Reservation?, after: Reservation?)
  /// Numbers got a record, another one, or none any more.
  case record(before: NumberRecord?, after: NumberRecord?)
  /// Which number a caller shows.
  case callerID(CallerIdentity, before: TelephoneNumber?, after: TelephoneNumber?)
  /// A block was added to the stock.
  case block(StockBlock)
}

/// What other services are told.
public enum InventoryEvent: Hashable, Sendable {
  /// Numbers were held for an organization.
  case reserved(Reservation)
  /// A reservation ended and its numbers are available again.
  case released(Reservation)
  /// Numbers belong to a location now: assigned, moved or ported to it.
  case assigned(location: String, order: String, numbers: [TelephoneNumber])
  /// Numbers do not belong to a location any more. The state is nil when the inventory knows them no more.
  case unassigned(location: String, state: NumberState?, numbers: [TelephoneNumber], at: Instant)
  /// A number in service has another user, or none any more.
  case assigneeChanged(location: String, number: TelephoneNumber, assignee: Assignee?)
  /// Numbers in service became standard or service numbers.
  case usageChanged(location: String, usage: NumberUsage, numbers: [TelephoneNumber])
}

/// What a command leads to: its answer, the changes that were applied, and what others are told.
public struct Decision<Answer: Sendable>: Sendable {
  /// The answer to the command.
  public var answer: Answer
  /// The changes in the order in which they were applied.
  public var changes: [Change]
  /// The events, in order.
  public var events: [InventoryEvent]

  /// Says what a command led to.
  public init(answer: Answer, changes: [Change], events: [InventoryEvent]) {
    (self.answer, self.changes, self.events) = (answer, changes, events)
  }
}
