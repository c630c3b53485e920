import Logging
import Messages
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Storage
import Synchronization
import Telephony

/// Follows the inventory for numbers that begin or end to be charged without an order of this service: those that are
/// ported in, given up, or ported away.
struct InventoryFollowing: Sendable {
  /// Events that change nothing here before the cursor is written again; after a crash they are read once more.
  private static let cursorInterval: Int64 = 1_000

  let database: Database
  let clock: any WallClock
  let inventory: InventoryCalls

  func follower(_ logger: Logger) -> EventFollower<InventoryV1.InventoryEvent> {
    EventFollower(
      name: "inventory",
      cursor: { try await database.read { try InventoryCursor.read(in: $0) } },
      open: { cursor in
        let options = try CallOptions.asService(inventory.signer, timeout: nil)
        return try await inventory.client.watchEvents(.init(cursor: cursor), options: options)
      },
      apply: { try await apply($0) },
      restart: { try await database.write { try InventoryCursor.write(0, in: $0) } },
      liveness: StreamLiveness(),
      clock: clock,
      logger: logger
    )
  }

  private func apply(_ event: InventoryV1.InventoryEvent) async throws {
    let now = clock.now()
    let time = event.createTime.map(Instant.init) ?? now
    switch event.change {
    case .numbersUnassigned(let gone):
      let numbers = gone.phoneNumbers.compactMap(TelephoneNumber.init(e164:))
      try await write(event.sequence) { transaction in
        try BillingLedger(transaction: transaction, now: now)
          .noteGone(numbers, gone.state == .portedOut ? .portedOut : .released, at: time)
      }
    case .numbersAssigned(let assigned):
      guard let order = Self.portOrder(assigned.order) else { fallthrough }
      let numbers = assigned.phoneNumbers.compactMap(TelephoneNumber.init(e164:))
      try await write(event.sequence) { transaction in
        try BillingLedger(transaction: transaction, now: now).notePortedIn(numbers, order: order, at: time)
      }
    default:
      if event.sequence % Self.cursorInterval == 0 { try await write(event.sequence) { _ in } }
    }
  }

  /// Numbers of orders are charged in the transaction that ends the order, and moves change nothing.
  private static func portOrder(_ name: String) -> ResourceName? {
    try? ResourceName(name, pattern: "organizations/*/portOrders/*", field: "order")
  }

  /// An event that comes again is not applied again.
  private func write(
    _ sequence: Int64,
    _ body: @escaping @Sendable (Transaction) throws -> Void
  ) async throws {
    try await database.write { transaction in
      guard try sequence == 0 || sequence > InventoryCursor.read(in: transaction) else { return }
      try body(transaction)
      if sequence > 0 { try InventoryCursor.write(sequence, in: transaction) }
    }
  }
}
