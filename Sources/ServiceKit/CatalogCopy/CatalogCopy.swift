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
  private let database: Database
  private let clock: any WallClock

  /// - Parameter database: has the tables of ``sql``.
  public init(database: Database, clock: any WallClock) {
    self.database = database
    self.clock = clock
  }

  /// Keeps the copy up to date for as long as it runs.
  public func follower(
    of catalog: any RPCChannel,
    signer: CallerSigner,
    logger: Logger,
    backOff: BackOff = BackOff()
  ) -> EventFollower<CatalogV1.CatalogEvent> {
    let client = CatalogV1.ProviderCatalogServiceClient(catalog)
    return EventFollower(
      name: "catalog",
      cursor: { try await database.read { try CatalogTables($0).cursor() } },
      open: { cursor in
        let options = try CallOptions.asService(signer, timeout: nil)
        return try await client.watchEvents(CatalogV1.WatchEventsRequest(cursor: cursor), options: options)
      },
      apply: { event in try await database.write { try CatalogTables($0).apply(event) } },
      restart: { try await database.write { try CatalogTables($0).forgetCursor() } },
      liveness: liveness,
      clock: clock,
      logger: logger,
      backOff: backOff
    )
  }

  /// The answer when something is not in the copy although the copy may be behind: better no answer than a wrong one.
  /// Nil while the copy is live.
  public func unknownBecauseStale() -> RPCError? {
    guard !liveness.isLive else { return nil }
    let staleness = liveness.stalenessMilliseconds(clock)
    return RPCError(
      .unavailable,
      reason: "CATALOG_STALE",
      message: "The location is not known here, and the catalog's changes have not come for \(staleness) ms. "
        + "Repeat the call later.",
      information: ["staleness_milliseconds": "\(staleness)"]
    )
    .with(.retryInfo(delayMilliseconds: 1_000))
  }
}
