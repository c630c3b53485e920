import InventoryRules
import Messages
import Storage
import Telephony

/// Events as they are kept for other services. Each stands for one step of its aggregate: a reservation is made, then
/// it is released or forgotten; an order is assigned its numbers once.
enum EventLog {
  static func append(_ event: InventoryEvent, at now: Instant, in transaction: Transaction) throws {
    try transaction.appendEvent(
      aggregate: event.aggregate,
      version: event.version(at: now),
      payload: InventoryV1.InventoryEvent(change: event.change).serializedBytes(),
      nowMilliseconds: now.milliseconds
    )
  }
}

extension InventoryEvent {
  fileprivate var aggregate: String {
    switch self {
    case .reserved(let reservation), .released(let reservation): reservation.name
    case .assigned(let location, let order, _): order.isEmpty ? location : order
    case .unassigned(let location, _, _, _), .usageChanged(let location, _, _): location
    case .assigneeChanged(_, let number, _): number.resourceName
    }
  }

  fileprivate func version(at now: Instant) -> Int64 {
    switch self {
    case .reserved, .assigned: 1
    case .released: 2
    // Locations and numbers are no rows of their own: their news are numbered by their time.
    case .unassigned(_, _, _, let time): time.milliseconds
    case .assigneeChanged, .usageChanged: now.milliseconds
    }
  }

  fileprivate var change: InventoryV1.InventoryEvent.Change {
    switch self {
    case .reserved(let reservation):
      .numbersReserved(.init(reservation: reservation.name, phoneNumbers: reservation.numbers.map(\.e164)))
    case .released(let reservation):
      .numbersReleased(.init(reservation: reservation.name, phoneNumbers: reservation.numbers.map(\.e164)))
    case .assigned(let location, let order, let numbers):
      .numbersAssigned(.init(location: location, order: order, phoneNumbers: numbers.map(\.e164)))
    case .unassigned(let location, let state, let numbers, _):
      .numbersUnassigned(
        .init(
          location: location,
          state: state.map { .init(rawValue: Int32($0.rawValue)) } ?? .unspecified,
          phoneNumbers: numbers.map(\.e164)
        )
      )
    case .assigneeChanged(let location, let number, let assignee):
      .assigneeChanged(
        .init(location: location, phoneNumber: number.e164, assignee: assignee.map { .init($0) })
      )
    case .usageChanged(let location, let usage, let numbers):
      .usageChanged(
        .init(
          location: location,
          usage: .init(rawValue: Int32(usage.rawValue)),
          phoneNumbers: numbers.map(\.e164)
        )
      )
    }
  }
}
