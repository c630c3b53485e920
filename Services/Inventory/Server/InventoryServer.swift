import InventoryRules
import InventoryStore
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

/// Answers for telephone numbers: reads from memory, writes through the database.
public struct InventoryServer: InventoryV1.InventoryService {
  let database: Database
  let clock: any WallClock
  let stopping: StopSignal
  let writes: IdempotentWrites
  let memory: InventoryMemory
  let catalog: CatalogCopy

  /// The tables of the inventory, and of its copy of the catalog.
  public static let migrations =
    InventorySchema.migrations + [
      Migration(3, sql: CatalogTables.sql + CatalogTables.secondSQL),
      InventorySchema.reservationsAsRecords, Migration(5, sql: CatalogTables.thirdSQL),
      InventorySchema.packedNumberRecords, Migration(7, sql: CatalogTables.fourthSQL),
      Migration(8, sql: CatalogTables.fifthSQL),
    ]

  /// Reads the inventory into memory.
  ///
  /// - Parameters:
  ///   - database: opened with ``migrations``.
  ///   - catalog: what is known of locations and licences.
  public init(
    database: Database,
    limits: ReservationLimits,
    clock: any WallClock,
    stopping: StopSignal,
    catalog: CatalogCopy
  ) async throws {
    self.catalog = catalog
    self.database = database
    self.clock = clock
    self.stopping = stopping
    writes = IdempotentWrites(database: database, clock: clock)
    let inventory = try await database.read { try InventoryTables.load(limits: limits, in: $0) }
    memory = InventoryMemory(inventory, searchSeed: UInt64.random(in: 0...UInt64.max))
    database.afterCommit { [memory] in memory.noteCommit() }
  }
}

extension InventoryServer {
  private static let sweepSize = 512
  private static let sweepPause = Duration.milliseconds(500)
  /// Little enough that callers do not notice.
  private static let compactionSize = 16
  private static let compactionPause = Duration.seconds(60)

  /// Ends leases that are over, for as long as the service runs.
  public var expiryWorker: Worker {
    Worker("expire reservations") {
      while !Task.isCancelled {
        try await expireDue()
        try await Task.sleep(for: Self.sweepPause)
      }
    }
  }

  /// Ends all leases that are over, and forgets reservations that ended long ago.
  public func expireDue() async throws {
    while let due = try? memory.read({ (inventory) throws(Refusal) in inventory.nextDueTime }),
      due <= clock.now()
    {
      let now = clock.now()
      try await database.write { transaction in
        _ = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
          inventory.expire(now: now, limit: Self.sweepSize)
        }
      }
    }
  }

  /// Removes records of reservations that are forgotten, for as long as the service runs.
  public var compactionWorker: Worker {
    Worker("remove forgotten reservations") {
      while !Task.isCancelled {
        try await compact()
        try await Task.sleep(for: Self.compactionPause)
      }
    }
  }

  /// Removes what was stored so long ago that most of it is forgotten, a piece at a time.
  public func compact() async throws {
    let now = clock.now()
    while try await database.write({ try memory.compact(in: $0, at: now, commits: Self.compactionSize) }) {}
  }
}
