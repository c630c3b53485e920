import Messages
import PersonalData
import PortingRules
import PortingStore
import RPC
import ServiceKit
import Storage

/// How Porting works beside answering calls.
public struct PortingPace: Sendable {
  /// How often it looks whether anything is due.
  public var workerInterval: Duration
  /// Host and port of the relay that takes mail, and who sends; nil when no mail is sent.
  public var relay: (host: String, port: Int, sender: String)?

  public init(workerInterval: Duration, relay: (host: String, port: Int, sender: String)? = nil) {
    self.workerInterval = workerInterval
    self.relay = relay
  }
}

/// Porting as a process runs it.
public struct Porting: Sendable {
  private let server: PortingServer
  private let worker: PortWorker
  private let notices: NoticeWorker?
  private let follower: EventFollower<CatalogV1.CatalogEvent>
  private let database: Database
  private let partnerGate: PartnerGate

  /// - Parameters:
  ///   - engine: holds its database.
  ///   - carrier: a channel to the losing carrier.
  ///   - catalog: a channel to the provider catalog.
  ///   - inventory: a channel to the inventory.
  ///   - emergency: a channel to the emergency addresses.
  ///   - signer: says to them that Porting calls.
  ///   - cipher: with the key of the service's personal data.
  public init(
    engine: any StorageEngine,
    options: DatabaseOptions = DatabaseOptions(),
    carrier: any RPCChannel,
    catalog: any RPCChannel,
    inventory: any RPCChannel,
    emergency: any RPCChannel,
    signer: CallerSigner,
    cipher: FieldCipher,
    pace: PortingPace,
    runtime: ServiceRuntime
  ) async throws {
    let (clock, logger) = (runtime.clock, runtime.logger)
    database = try await Database(
      engine: engine,
      migrations: [
        Migration(1, sql: PortingSchema.sql + CatalogTables.sql), Migration(2, sql: CatalogTables.secondSQL),
        Migration(3, sql: CatalogTables.thirdSQL),
        Migration(4) { try PortSchema.create($0, cipher: cipher) },
        Migration(5) { try NoticeTable.keepContents($0, cipher: cipher) },
        Migration(6, sql: CatalogTables.fourthSQL), Migration(7, sql: CatalogTables.fifthSQL),
        Migration(8, sql: NoticeAddressTable.sql),
      ],
      options: options
    )
    let copy = CatalogCopy(
      database: database,
      clock: clock,
      catalog: catalog,
      signer: signer,
      noticeAddressesChanged: { addresses, transaction in
        let organization = String(addresses.organization.trimmingPrefix("organizations/"))
        try NoticeAddressTable(transaction, cipher: cipher).set(addresses.emails, of: organization)
      }
    )
    follower = copy.follower(logger: logger)
    try await copy.load()
    partnerGate = copy.partnerGate
    let journal = PortJournal(database: database, clock: clock, cipher: cipher, wakeUp: WakeUp())
    let adapter = CarrierAdapter(carrier: CarrierV1.CarrierServiceClient(carrier), signer: signer)
    let calls = InventoryCalls(inventory: InventoryV1.InventoryServiceClient(inventory), signer: signer)
    worker = PortWorker(
      journal: journal,
      carrier: adapter,
      inventory: calls,
      emergency: EmergencyCalls(
        emergency: EmergencyV1.EmergencyAddressServiceClient(emergency),
        signer: signer
      ),
      portOuts: PortOutWork(database: database, clock: clock, inventory: calls, logger: logger),
      logger: logger,
      interval: pace.workerInterval
    )
    notices = pace.relay.map { [database] relay in
      NoticeWorker(
        database: database,
        clock: clock,
        cipher: cipher,
        client: SMTPClient(relay: .init(host: relay.host, port: relay.port, sender: relay.sender)),
        logger: logger,
        interval: pace.workerInterval
      )
    }
    server = PortingServer(
      journal: journal,
      writes: IdempotentWrites(database: database, clock: clock),
      carrier: adapter,
      catalog: copy,
      requirements: RequirementLookup(catalog: catalog, signer: signer),
      worker: worker,
      stopping: runtime.stopping
    )
  }

  public var parts: ServiceParts {
    ServiceParts(
      services: [server.definition],
      workers: [
        follower.worker, Worker("ports") { [worker] in try await worker.run() },
      ] + (notices.map { notices in [Worker("notices") { try await notices.run() }] } ?? []),
      interceptors: [partnerGate],
      onShutdown: { [database] in await database.close() }
    )
  }
}
