import Messages
import PortingStore
import RPC
import ServiceKit
import Storage

/// Porting as a process runs it.
public struct Porting: Sendable {
  private let server: PortingServer
  private let follower: EventFollower<CatalogV1.CatalogEvent>
  private let database: Database

  /// - Parameters:
  ///   - engine: holds its database.
  ///   - carrier: a channel to the carrier.
  ///   - catalog: a channel to the provider catalog.
  ///   - signer: says to them that Porting calls.
  public init(
    engine: any StorageEngine,
    options: DatabaseOptions = DatabaseOptions(),
    carrier: any RPCChannel,
    catalog: any RPCChannel,
    signer: CallerSigner,
    runtime: ServiceRuntime
  ) async throws {
    database = try await Database(
      engine: engine,
      migrations: [
        Migration(1, sql: PortingSchema.sql + CatalogTables.sql), Migration(2, sql: CatalogTables.secondSQL),
        Migration(3, sql: CatalogTables.thirdSQL),
      ],
      options: options
    )
    let copy = CatalogCopy(database: database, clock: runtime.clock, catalog: catalog, signer: signer)
    follower = copy.follower(logger: runtime.logger)
    server = PortingServer(
      database: database,
      clock: runtime.clock,
      writes: IdempotentWrites(database: database, clock: runtime.clock),
      carrier: CarrierAdapter(carrier: CarrierV1.CarrierServiceClient(carrier), signer: signer),
      catalog: copy
    )
  }

  public var parts: ServiceParts {
    ServiceParts(
      services: [server.definition],
      workers: [follower.worker],
      onShutdown: { [database] in await database.close() }
    )
  }
}
