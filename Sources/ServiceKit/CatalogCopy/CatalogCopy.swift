import Logging
import Messages
import RPC
import Storage
import Telephony

/// A service's own copy of what it needs of the catalog, kept up to date by the catalog's events, so that no call
/// needs two services to be up (design.md section 1).
///
/// Only facts that rules ask for are copied; contacts and other personal data stay in the catalog, or with the service that
/// asks for their news and seals them.
public struct CatalogCopy: Sendable {
  /// How stale the copy is.
  public let liveness: StreamLiveness
  /// Checks the calls of partners.
  public let partnerGate: PartnerGate
  /// Which organizations are trials.
  public let trials = TrialOrganizations()
  /// What countries offer.
  public let offers = CountryOffers()
  let database: Database
  let clock: any WallClock
  let client: CatalogV1.ProviderCatalogServiceClient
  let signer: CallerSigner
  let organizationChanged: @Sendable (CatalogV1.Organization, Transaction) throws -> Void
  let noticeAddressesChanged: @Sendable (CatalogV1.NoticeAddresses, Transaction) throws -> Void

  /// - Parameters:
  ///   - database: has the tables of ``CatalogTables``.
  ///   - catalog: a channel to the catalog.
  ///   - organizationChanged: what follows from news of an organization, in the transaction that takes them over.
  ///   - noticeAddressesChanged: the same for who of an organization is mailed.
  public init(
    database: Database,
    clock: any WallClock,
    catalog: any RPCChannel,
    signer: CallerSigner,
    organizationChanged: @escaping @Sendable (CatalogV1.Organization, Transaction) throws -> Void = { _, _ in
    },
    noticeAddressesChanged: @escaping @Sendable (CatalogV1.NoticeAddresses, Transaction) throws -> Void = {
      _,
      _ in
    }
  ) {
    let liveness = StreamLiveness()
    self.liveness = liveness
    partnerGate = PartnerGate { liveness.stalenessMilliseconds(clock) }
    self.organizationChanged = organizationChanged
    self.noticeAddressesChanged = noticeAddressesChanged
    self.database = database
    self.clock = clock
    self.client = CatalogV1.ProviderCatalogServiceClient(catalog)
    self.signer = signer
  }

  /// Takes into memory what was known when the service ended last; to be called before any call is answered.
  public func load() async throws {
    try await database.read { transaction in
      let tables = CatalogTables(transaction)
      for (name, isEnrolled) in try tables.partners() { partnerGate.note(name, isEnrolled: isEnrolled) }
      for name in try tables.organizations() {
        guard let facts = try tables.organization(name) else { continue }
        let partner = facts.managingPartner.isEmpty ? "" : "partners/\(facts.managingPartner)"
        partnerGate.note(name, managedBy: partner)
        trials.note(name, isTrial: facts.accountType == .trial)
      }
      for country in try tables.countries() { offers.note(country) }
      for (name, country) in try tables.locations() { offers.note(name, in: country) }
    }
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
          try note(event.resource, transaction)
        }
      },
      restart: { try await database.write { try CatalogTables($0).forgetCursor() } },
      liveness: liveness,
      clock: clock,
      logger: logger,
      backOff: backOff
    )
  }

  /// Takes news into memory, and carries out what follows from it.
  func note(_ resource: CatalogV1.CatalogEvent.Resource?, _ transaction: Transaction) throws {
    switch resource {
    case .organization(let organization):
      partnerGate.note(organization.name, managedBy: organization.managingPartner)
      trials.note(organization.name, isTrial: organization.accountType == .trial)
      try organizationChanged(organization, transaction)
    case .partner(let partner): partnerGate.note(partner.name, isEnrolled: partner.enrolled)
    case .country(let country): offers.note(country)
    case .location(let location): offers.note(location.name, in: location.countryCode)
    case .noticeAddresses(let addresses): try noticeAddressesChanged(addresses, transaction)
    case nil: break
    }
  }
}
