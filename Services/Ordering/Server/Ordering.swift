import Messages
import OrderingStore
import RPC
import ServiceKit
import Storage

/// Ordering as a process runs it.
public struct Ordering: Sendable {
  private let server: OrderingServer
  private let sagas: SagaRunner
  private let follower: EventFollower<CatalogV1.CatalogEvent>
  private let database: Database

  /// - Parameters:
  ///   - engine: holds its database.
  ///   - inventory: a channel to the inventory.
  ///   - catalog: a channel to the provider catalog.
  ///   - signer: says to them that Ordering calls.
  public init(
    engine: any StorageEngine,
    options: DatabaseOptions = DatabaseOptions(),
    inventory: any RPCChannel,
    catalog: any RPCChannel,
    signer: CallerSigner,
    backOff: BackOff,
    runtime: ServiceRuntime
  ) async throws {
    let clock = runtime.clock
    database = try await Database(
      engine: engine,
      migrations: [
        Migration(1, sql: OrderingSchema.sql + CatalogTables.sql), Migration(2, sql: CatalogTables.secondSQL),
      ],
      options: options
    )
    let journal = OrderJournal(database: database, clock: clock, changes: OrderChanges())
    let client = InventoryV1.InventoryServiceClient(inventory)
    sagas = SagaRunner(
      steps: SagaSteps(database: database, journal: journal, inventory: client, signer: signer),
      backOff: backOff,
      logger: runtime.logger
    )
    let copy = CatalogCopy(database: database, clock: clock, catalog: catalog, signer: signer)
    follower = copy.follower(logger: runtime.logger)
    server = OrderingServer(
      database: database,
      clock: clock,
      writes: IdempotentWrites(database: database, clock: clock),
      journal: journal,
      sagas: sagas,
      reservations: ReservationLookup(inventory: client, signer: signer),
      catalog: copy,
      stopping: runtime.stopping
    )
  }

  public var parts: ServiceParts {
    ServiceParts(
      services: [server.definition],
      workers: [Worker("sagas") { [sagas] in try await sagas.run() }, follower.worker],
      onShutdown: { [database] in await database.close() }
    )
  }
}
