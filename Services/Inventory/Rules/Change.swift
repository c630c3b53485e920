import Telephony

/// One change of the inventory, which can be applied and taken back.
public enum Change: Hashable, Sendable {
  /// A reservation was made (no before), changed, or forgotten (no after).
  case reservation(before: Reservation?, after: Reservation?)
  /// Numbers were assigned.
  case assignment(Assignment)
  /// A block was added to the stock.
  case block(StockBlock)
}

/// What other services are told.
public enum InventoryEvent: Hashable, Sendable {
  /// Numbers were held for an organization.
  case reserved(Reservation)
  /// A reservation ended and its numbers are available again.
  case released(Reservation)
  /// Numbers belong to a location now.
  case assigned(location: String, order: String, numbers: [TelephoneNumber])
}

/// What a command leads to: its answer, the changes that were applied, and what others are told.
public struct Decision<Answer: Sendable>: Sendable {
  /// The answer to the command.
  public var answer: Answer
  /// The changes in the order in which they were applied.
  public var changes: [Change]
  /// The events, in order.
  public var events: [InventoryEvent]
}
