import Messages
import OrderingStore
import PersonalData
import RPC
import ServiceKit
import Storage

/// Ordering as a process runs it.
public struct Ordering: Sendable {
  private let server: OrderingServer
  private let sagas: SagaRunner
  private let informing: SagaRunner
  private let setUpServer: SetUpServer
  private let catalogFollower: EventFollower<CatalogV1.CatalogEvent>
  private let inventoryFollower: EventFollower<InventoryV1.InventoryEvent>
  private let reconciling: Worker
  private let database: Database
  private let partnerGate: PartnerGate

  /// All steps from an empty database.
  static let migrations = [
    Migration(1, sql: OrderingSchema.sql + CatalogTables.sql), Migration(2, sql: CatalogTables.secondSQL),
    Migration(3, sql: OrderingSchema.secondSQL), Migration(4, sql: OrderingSchema.thirdSQL),
    Migration(5, sql: SetUpTable.sql), Migration(6, sql: CatalogTables.thirdSQL),
    Migration(7, sql: PassedInformationTable.sql), Migration(8, sql: CatalogTables.fourthSQL),
    Migration(9, sql: OrderingSchema.fourthSQL), Migration(10, sql: CatalogTables.fifthSQL),
  ]

  /// - Parameters:
  ///   - engine: holds its database.
  ///   - inventory: a channel to the inventory.
  ///   - catalog: a channel to the provider catalog.
  ///   - emergency: a channel to the emergency addresses.
  ///   - signer: says to them that Ordering calls.
  ///   - cipher: with the key of the service's personal data.
  ///   - terms: the terms of service that customers accept with an order.
  ///   - reconcileInterval: how long after one comparison with the inventory the next one begins.
  public init(
    engine: any StorageEngine,
    options: DatabaseOptions = DatabaseOptions(),
    inventory: any RPCChannel,
    catalog: any RPCChannel,
    emergency: any RPCChannel,
    signer: CallerSigner,
    cipher: FieldCipher,
    pace: SagaPace,
    terms: TermsOfService,
    reconcileInterval: Duration,
    runtime: ServiceRuntime
  ) async throws {
    let (clock, logger) = (runtime.clock, runtime.logger)
    database = try await Database(engine: engine, migrations: Self.migrations, options: options)
    let journal = OrderJournal(database: database, clock: clock, changes: OrderChanges())
    let client = InventoryV1.InventoryServiceClient(inventory)
    let calls = InventoryCalls(client: client, signer: signer)
    let addresses = EmergencyV1.EmergencyAddressServiceClient(emergency)
    let addressCheck = AddressCheck(emergency: addresses, signer: signer)
    sagas = SagaRunner(
      steps: SagaSteps(database: database, journal: journal, inventory: calls, addresses: addressCheck),
      pace: pace,
      logger: logger
    )
    let copy = CatalogCopy(
      database: database,
      clock: clock,
      catalog: catalog,
      signer: signer,
      organizationChanged: { try BillingLedger(transaction: $1, now: clock.now()).follow($0) }
    )
    catalogFollower = copy.follower(logger: logger)
    try await copy.load()
    partnerGate = copy.partnerGate
    inventoryFollower = InventoryFollowing(database: database, clock: clock, inventory: calls)
      .follower(logger)
    let reconciler = Reconciler(database: database, inventory: calls, clock: clock, logger: logger)
    reconciling = Worker("reconcile orders") {
      while true {
        try await Task.sleep(for: reconcileInterval)
        _ = try await reconciler.run(repairs: true)
      }
    }
    let informationSteps = InformationSteps(
      database: database,
      emergency: addresses,
      signer: signer,
      cipher: cipher,
      logger: logger
    )
    informing = SagaRunner(steps: informationSteps, pace: pace, logger: logger)
    server = OrderingServer(
      database: database,
      clock: clock,
      writes: IdempotentWrites(database: database, clock: clock),
      journal: journal,
      sagas: sagas,
      informing: informing,
      reservations: ReservationLookup(inventory: client, signer: signer),
      catalog: copy,
      cipher: cipher,
      reconciler: reconciler,
      stopping: runtime.stopping,
      addresses: addressCheck,
      terms: terms,
      requirements: RequirementLookup(catalog: catalog, signer: signer)
    )
    let setUpSteps = SetUpSteps(
      database: database,
      clock: clock,
      catalog: CatalogV1.ProviderCatalogServiceClient(catalog),
      emergency: addresses,
      signer: signer,
      cipher: cipher
    )
    setUpServer = SetUpServer(
      orders: server,
      steps: setUpSteps,
      sagas: SagaRunner(steps: setUpSteps, pace: pace, logger: logger)
    )
  }

  public var parts: ServiceParts {
    ServiceParts(
      services: [
        server.definition, setUpServer.definition, PstnOrderServer(orders: server).definition,
      ],
      workers: [
        Worker("sagas") { [sagas] in try await sagas.run() },
        Worker("emergency information") { [informing] in try await informing.run() },
        Worker("set-ups") { [setUpServer] in try await setUpServer.sagas.run() }, catalogFollower.worker,
        inventoryFollower.worker, reconciling,
      ],
      interceptors: [partnerGate],
      onShutdown: { [database] in await database.close() }
    )
  }
}
