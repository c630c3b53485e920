import Messages
import ProviderCatalogRules
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  public func chooseConnection(
    _ request: CatalogV1.ChooseConnectionRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Location {
    let name = try context.resource(request.name, pattern: Self.locationPattern, field: "name")
    let choice = ConnectionChoice(request, provider: directory.provider(request.provider))
    let now = clock.now()
    let isFirst = request.onlyFirst
    let change: @Sendable (Transaction) throws -> Location = { transaction in
      let location = try self.location(name, in: transaction)
      let surroundings = try surroundings(of: location, isFirst: isFirst, in: transaction)
      return try location.connected(choice, surroundings, now: now)
    }
    guard !request.validateOnly else { return CatalogV1.Location(try await database.read(change), directory) }
    return try await sealedWrite(request, request.requestId, context, change)
  }

  public func revertConnection(
    _ request: CatalogV1.RevertConnectionRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Location {
    let name = try context.resource(request.name, pattern: Self.locationPattern, field: "name")
    let (version, now) = (ETag.version(request.etag), clock.now())
    guard version > 0 else { throw Refusal(violations: [.connectionETag]) }
    return try await sealedWrite(request, request.requestId, context) {
      try location(name, in: $0).reverted(to: version, now: now)
    }
    .withoutContact
  }

  public func setLocalGateway(
    _ request: CatalogV1.SetLocalGatewayRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Location {
    let name = try context.resource(request.name, pattern: Self.locationPattern, field: "name")
    let (isEnabled, now) = (request.enabled, clock.now())
    return try await sealedWrite(request, request.requestId, context) {
      try location(name, in: $0).withLocalGateway(isEnabled, now: now)
    }
    .withoutContact
  }

  private func surroundings(
    of location: Location,
    isFirst: Bool,
    in transaction: Transaction
  ) throws -> ConnectionSurroundings {
    guard let organization = try OrganizationTable.find(location.organization, in: transaction) else {
      throw Refusal.resourceNotFound("organizations/\(location.organization)")
    }
    return ConnectionSurroundings(
      organization: organization,
      currentProvider: directory.provider(location.provider),
      otherServiceSubscriptions: try locationTable.serviceSubscriptions(
        of: location.organization,
        besides: location.id,
        in: transaction
      ),
      isFirst: isFirst
    )
  }
}

// MARK: - Migration
extension ProviderCatalogServer {
  public func planMigration(
    _ request: CatalogV1.PlanMigrationRequest,
    context: ServerContext
  ) throws -> CatalogV1.MigrationPlan {
    let from =
      request.location.isEmpty ? request.from.rule : try connection(of: request.location, context)
    guard let from, let to = request.to.rule else {
      throw Refusal(
        violations: [
          from == nil ? .required("from", "the connection that there is, or a location") : nil,
          request.to.rule == nil ? .required("to", "the connection that is wanted") : nil,
        ].compactMap { $0 }
      )
    }
    return CatalogV1.MigrationPlan(MigrationPlan(from: from, to: to))
  }

  private func connection(of location: String, _ context: ServerContext) throws -> ConnectionKind {
    let name = try context.resource(location, pattern: Self.locationPattern, field: "location")
    guard let found = memory.location(name.text) else { throw Refusal.resourceNotFound(name.text) }
    guard let kind = kind(of: found) else {
      throw Refusal(
        .precondition,
        "PSTN_CONNECTION_NOT_CHOSEN",
        "\(name.text) has no connection yet, so there is nothing to migrate. Choose one.",
        metadata: ["resource": name.text]
      )
    }
    return kind
  }

  public func listRequiredMigrations(
    _ request: CatalogV1.ListRequiredMigrationsRequest,
    context: ServerContext
  ) throws -> CatalogV1.ListRequiredMigrationsResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    guard memory.organization(parent.text) != nil else { throw Refusal.resourceNotFound(parent.text) }
    let migrations = memory.locations(of: parent.text).compactMap { location in
      RequiredMigration(
        location: location.name,
        kind: kind(of: location),
        country: location.countryCode,
        provider: directory.provider(location.provider)
      )
    }
    .sorted { ($0.lastDay, $0.location) < ($1.lastDay, $1.location) }
    return .init(
      banner: RequiredMigration.banner(migrations),
      migrations: migrations.map { migration in
        .init(
          location: migration.location,
          provider: migration.provider.name,
          lastDate: migration.lastDay.description,
          plan: .init(migration.plan)
        )
      }
    )
  }

  private func kind(of location: CatalogV1.Location) -> ConnectionKind? {
    let family = directory.provider(location.provider)?.family
    return ConnectionKind(
      location.pstnConnection.rule,
      integration: location.integration.rule,
      family: family
    )
  }
}

extension ConnectionChoice {
  fileprivate init(_ request: CatalogV1.ChooseConnectionRequest, provider: Provider?) {
    self.init(
      connection: request.pstnConnection.rule,
      provider: provider,
      providerName: request.provider,
      integration: request.integration.rule,
      subscription: request.subscriptionType.rule,
      contact: request.contractContact.map(ContractContact.init)
    )
  }
}

extension Violation {
  fileprivate static let connectionETag = Violation(
    field: "etag",
    reason: "INVALID_ETAG",
    description: "It is no etag of a location. Give the one that the choice was answered with."
  )
}
