import Messages
import OrderingRules
import OrderingStore
import Protobuf
import ServiceKit
import Storage
import Telephony

/// Changes orders: each change with its history, its next step and its events in one transaction.
struct OrderJournal: Sendable {
  let database: Database
  let clock: any WallClock
  /// Told after each commit.
  let changes: OrderChanges

  /// Carries a command out and answers when it is durable.
  nonisolated(nonsending) func apply(
    _ command: OrderCommand,
    to name: String,
    by principal: String
  ) async throws -> Order {
    let now = clock.now()
    let order = try await database.write { transaction in
      try Self.apply(command, to: name, by: principal, now: now, in: transaction).order
    }
    changes.announce(name)
    return order
  }

  /// Carries a command out within a transaction; the caller announces the change after its commit.
  @discardableResult
  static func apply(
    _ command: OrderCommand,
    to name: String,
    by principal: String,
    now: Instant,
    in transaction: Transaction
  ) throws -> StoredOrder {
    guard let stored = try OrderReader(transaction).order(named: name) else {
      throw Refusal.resourceNotFound(name)
    }
    let order = try stored.order.applying(command, by: principal, now: now)
    guard order != stored.order else { return stored }
    let requestID = OrderIdentity.requestID(of: order.phase.step, order)
    try OrderWriter(transaction).update(order, over: stored, stepRequestID: requestID)
    if !order.isIntent { try publish(order, stored.sequence, now, in: transaction) }
    if order.phase == .provisioned {
      try BillingLedger(transaction: transaction, now: now).noteProvisioned(order)
    }
    return StoredOrder(order: order, sequence: stored.sequence, requestHash: stored.requestHash)
  }

  /// Publishes an order as it is after a change. An intent is nobody's business yet.
  static func publish(
    _ order: Order,
    _ sequence: Int64,
    _ now: Instant,
    in transaction: Transaction
  ) throws {
    try transaction.appendEvent(
      aggregate: order.name,
      version: order.version,
      payload: Array(OrderingV1.Order(order, sequence: sequence).serialized().readableBytesView),
      nowMilliseconds: now.milliseconds
    )
  }
}
