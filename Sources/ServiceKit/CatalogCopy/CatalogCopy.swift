import Logging
import Messages
import RPC
import Storage
import Telephony

/// A service's own copy of what it needs of the catalog, kept up to date by the catalog's events, so that no call
/// needs two services to be up (design.md section 1).
///
/// Only facts that rules ask for are copied; contacts and other personal data stay in the catalog.
public struct CatalogCopy: Sendable {
  /// How stale the copy is.
  public let liveness = StreamLiveness()
  let database: Database
  let clock: any WallClock
  let client: CatalogV1.ProviderCatalogServiceClient
  let signer: CallerSigner
  let organizationChanged: @Sendable (CatalogV1.Organization, Transaction) throws -> Void

  /// - Parameters:
  ///   - database: has the tables of ``CatalogTables``.
  ///   - catalog: a channel to the catalog.
  ///   - organizationChanged: what follows from news of an organization, in the transaction that takes them over.
  public init(
    database: Database,
    clock: any WallClock,
    catalog: any RPCChannel,
    signer: CallerSigner,
    organizationChanged: @escaping @Sendable (CatalogV1.Organization, Transaction) throws -> Void = { _, _ in
    }
  ) {
    self.organizationChanged = organizationChanged
    self.database = database
    self.clock = clock
    self.client = CatalogV1.ProviderCatalogServiceClient(catalog)
    self.signer = signer
  }

  /// Keeps the copy up to date for as long as it runs.
  public func follower(
    logger: Logger,
    backOff: BackOff = BackOff()
  ) -> EventFollower<CatalogV1.CatalogEvent> {
    EventFollower(
      name: "catalog",
      cursor: { try await database.read { try CatalogTables($0).cursor() } },
      open: { cursor in
        let options = try CallOptions.asService(signer, timeout: nil)
        return try await client.watchEvents(CatalogV1.WatchEventsRequest(cursor: cursor), options: options)
      },
      apply: { event in
        try await database.write { transaction in
          guard try CatalogTables(transaction).apply(event) else { return }
          if case .organization(let organization) = event.resource {
            try organizationChanged(organization, transaction)
          }
        }
      },
      restart: { try await database.write { try CatalogTables($0).forgetCursor() } },
      liveness: liveness,
      clock: clock,
      logger: logger,
      backOff: backOff
    )
  }
}
