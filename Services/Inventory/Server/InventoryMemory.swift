import InventoryRules
import InventoryStore
import ServiceKit
import Storage
import Synchronization
import Telephony

/// The inventory in memory, which answers reads at once and is changed by the writer's thread alone.
///
/// A change is made in memory first, then stored; when storing or its commit fails, memory is put back. So a reader
/// may see numbers as reserved a moment before that is durable, which harms nobody. It never sees a reservation that
/// is not durable, because its name is known only from the answer: see ``noteCommit()``.
final class InventoryMemory: Sendable {
  let limits: ReservationLimits
  private let inventory: Mutex<Inventory>
  private let newestDurableReservation: Atomic<Int64>
  private let searches: Atomic<UInt64>

  init(_ inventory: Inventory, searchSeed: UInt64) {
    newestDurableReservation = Atomic(inventory.newestReservationID)
    searches = Atomic(searchSeed)
    limits = inventory.limits
    self.inventory = Mutex(inventory)
  }

  func read<Answer>(
    _ body: (borrowing Inventory) throws(Refusal) -> sending Answer
  ) throws(Refusal) -> sending Answer {
    try inventory.withLock { (inventory) throws(Refusal) -> sending Answer in try body(inventory) }
  }

  /// Codes of the countries of numbers in stock, each once. For the writer's thread: most lie in one block.
  func countries(of numbers: some Sequence<TelephoneNumber>) throws(Refusal) -> [String] {
    try read { (inventory) throws(Refusal) in
      var (countries, last): ([String], NumberBlock?) = ([], nil)
      for number in numbers where NumberBlock(containing: number) != last {
        last = NumberBlock(containing: number)
        guard let country = inventory.stock.block(of: number)?.countryCode else { continue }
        if !countries.contains(country) { countries.append(country) }
      }
      return countries
    }
  }

  /// Carries out a command in a job of the writer: in memory, in the tables, and as events.
  func change<Answer: Sendable>(
    in transaction: Transaction,
    at now: Instant,
    _ command: (inout Inventory) throws(Refusal) -> Decision<Answer>
  ) throws -> Answer {
    let decision = try inventory.withLock { (inventory) throws(Refusal) -> Decision<Answer> in
      try command(&inventory)
    }
    guard !decision.changes.isEmpty else { return decision.answer }
    transaction.onRollback { self.inventory.withLock { $0.revert(decision.changes) } }
    try InventoryTables.store(decision.changes, at: now, in: transaction)
    for event in decision.events { try EventLog.append(event, at: now, in: transaction) }
    return decision.answer
  }

  /// Removes the oldest records of reservations when they are as old as one can be, those of so many commits at
  /// most; false when no more are.
  func compact(in transaction: Transaction, at now: Instant, commits: Int) throws -> Bool {
    let longest = limits.longestLeaseMilliseconds + limits.endedRetentionMilliseconds
    for _ in 0..<commits {
      let isRemoved = try InventoryTables.compact(
        before: Instant(milliseconds: now.milliseconds - longest),
        at: now,
        standing: { id in inventory.withLock { $0.reservation(id) } },
        in: transaction
      )
      guard isRemoved else { return false }
    }
    return true
  }

  /// A number that differs with every search, so that callers are not all offered the same.
  func nextSearchSeed() -> UInt64 { searches.wrappingAdd(1, ordering: .relaxed).newValue }

  /// Makes all reservations readable; to be called on the writer's thread after a commit.
  func noteCommit() {
    newestDurableReservation.store(inventory.withLock { $0.newestReservationID }, ordering: .relaxed)
  }

  /// A reservation of an organization whose commit is known.
  func durableReservation(_ id: Int64, _ organization: String) throws(Refusal) -> Reservation {
    guard id <= newestDurableReservation.load(ordering: .relaxed) else {
      throw .resourceNotFound("organizations/\(organization)/reservations/\(id)")
    }
    return try read { (inventory) throws(Refusal) in try inventory.ownReservation(id, organization) }
  }
}
