import EmergencyAddressRules
import EmergencyAddressStore
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

extension EmergencyAddressServer {
  /// Follows organizations, locations and the rules of countries.
  ///
  /// - Parameter options: made anew for every call, because what signs it expires.
  public func catalogFollower(
    _ catalog: CatalogV1.ProviderCatalogServiceClient,
    options: @escaping @Sendable () throws -> CallOptions,
    logger: Logger,
    backOff: BackOff = BackOff()
  ) -> EventFollower<CatalogV1.CatalogEvent> {
    follower(.catalog, logger, backOff) { cursor in
      try await catalog.watchEvents(CatalogV1.WatchEventsRequest(cursor: cursor), options: options())
    } apply: { event in
      try await apply(event)
    }
  }

  /// Follows assigned numbers.
  public func inventoryFollower(
    _ inventory: InventoryV1.InventoryServiceClient,
    options: @escaping @Sendable () throws -> CallOptions,
    logger: Logger,
    backOff: BackOff = BackOff()
  ) -> EventFollower<InventoryV1.InventoryEvent> {
    follower(.inventory, logger, backOff) { cursor in
      snapshot.begin(at: cursor)
      return try await inventory.watchEvents(
        InventoryV1.WatchEventsRequest(cursor: cursor),
        options: options()
      )
    } apply: { event in
      try await apply(event)
    }
  }

  /// Follows what the emergency provider answers later.
  public func providerFollower(
    logger: Logger,
    backOff: BackOff = BackOff()
  ) -> EventFollower<CarrierV1.ProviderAnswer> {
    follower(.provider, logger, backOff) { cursor in
      try await provider.client.watchAnswers(.init(cursor: cursor), options: provider.options())
    } apply: { answer in
      try await take(answer)
    }
  }

  /// Writes down from time to time that the streams are live, so that the staleness is right after a crash, too.
  public var livenessWorker: Worker {
    Worker("note liveness") {
      while true {
        try await Task.sleep(for: .seconds(10))
        let live = liveness.filter { $0.value.isLive }.map(\.key)
        let now = clock.now()
        try await database.write { transaction in
          for stream in live { try FollowedStreamTable.noteLive(stream, at: now, in: transaction) }
        }
      }
    }
  }

  private func follower<Event>(
    _ stream: FollowedStream,
    _ logger: Logger,
    _ backOff: BackOff,
    open: @escaping @Sendable (Int64) async throws -> ResponseStream<Event>,
    apply: @escaping @Sendable (Event) async throws -> Void
  ) -> EventFollower<Event> {
    EventFollower(
      name: stream.rawValue,
      cursor: { try await database.read { try FollowedStreamTable.cursor(of: stream, in: $0) } },
      open: open,
      apply: apply,
      restart: { try await database.write { try FollowedStreamTable.reset(stream, in: $0) } },
      liveness: liveness[stream] ?? StreamLiveness(),
      clock: clock,
      logger: logger,
      backOff: backOff
    )
  }
}

// MARK: - Applying
extension EmergencyAddressServer {
  func apply(_ event: CatalogV1.CatalogEvent) async throws {
    switch event.resource {
    case .organization(let message): try await apply(KnownOrganization(message), event.sequence)
    case .location(let message): try await apply(KnownLocation(message), event.sequence)
    case .country(let message): try await apply(message, event.sequence)
    case .partner(let message): try await apply(message, event.sequence)
    case .noticeAddresses, nil: try await skip(.catalog, event.sequence)
    }
  }

  func apply(_ event: InventoryV1.InventoryEvent) async throws {
    let now = clock.now()
    let isNews = try await database.write { transaction in
      guard try FollowedStreamTable.advance(.inventory, to: event.sequence, now: now, in: transaction) else {
        return false
      }
      let numbers = NumberEvents(server: self, time: event.createTime.map { Instant($0) } ?? now, transaction)
      let isNews = try numbers.apply(event.change)
      try numbers.endSnapshot(at: event.sequence)
      return isNews
    }
    if isNews { memory.changes.raise() }
  }

  private func apply(_ organization: KnownOrganization, _ sequence: Int64) async throws {
    let now = clock.now()
    let isNew = try await database.write { transaction in
      guard try FollowedStreamTable.advance(.catalog, to: sequence, now: now, in: transaction) else {
        return false
      }
      try KnownOrganizationTable.save(organization, in: transaction)
      return true
    }
    guard isNew else { return }
    partnerGate.note("organizations/\(organization.id)", managedBy: organization.managingPartner)
    memory.note(organization)
  }

  private func apply(_ partner: CatalogV1.Partner, _ sequence: Int64) async throws {
    let now = clock.now()
    let isNew = try await database.write { transaction in
      guard try FollowedStreamTable.advance(.catalog, to: sequence, now: now, in: transaction) else {
        return false
      }
      try KnownPartnerTable.save(partner.name, isEnrolled: partner.enrolled, in: transaction)
      return true
    }
    guard isNew else { return }
    partnerGate.note(partner.name, isEnrolled: partner.enrolled)
    memory.changes.raise()
  }

  private func apply(_ country: CatalogV1.Country, _ sequence: Int64) async throws {
    let now = clock.now()
    let rules = Array(country.serialized().readableBytesView)
    let isNew = try await database.write { transaction in
      guard try FollowedStreamTable.advance(.catalog, to: sequence, now: now, in: transaction) else {
        return false
      }
      try CountryRulesTable.save(rules, of: country.countryCode, in: transaction)
      return true
    }
    if isNew { memory.note(AddressRules(country), of: country.countryCode) }
  }

  private func apply(_ location: KnownLocation, _ sequence: Int64) async throws {
    let now = clock.now()
    let saved = try await database.write { transaction -> NumberedLocation? in
      guard try FollowedStreamTable.advance(.catalog, to: sequence, now: now, in: transaction) else {
        return nil
      }
      return try KnownLocationTable.save(location, in: transaction)
    }
    if let saved { memory.note(saved) }
  }

  /// Moves the cursor past an event that says nothing to this service.
  private func skip(_ stream: FollowedStream, _ sequence: Int64) async throws {
    let now = clock.now()
    _ = try await database.write { transaction in
      try FollowedStreamTable.advance(stream, to: sequence, now: now, in: transaction)
    }
  }
}

extension KnownOrganization {
  fileprivate init(_ message: CatalogV1.Organization) {
    self.init(
      id: String(message.name.split(separator: "/").last ?? ""),
      isTrial: message.accountType == .trial,
      outboundCallingPlans: Int(message.outboundCallingPlans),
      managingPartner: message.managingPartner
    )
  }
}

extension KnownLocation {
  fileprivate init(_ message: CatalogV1.Location) {
    self.init(name: message.name, countryCode: message.countryCode)
  }
}
