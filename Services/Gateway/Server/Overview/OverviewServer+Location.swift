import Messages
import RPC
import ServiceKit
import Telephony

extension OverviewServer {
  public func getLocationOverview(
    _ request: GatewayV1.GetLocationOverviewRequest,
    context: ServerContext
  ) async throws -> GatewayV1.LocationOverview {
    let name = try context.resource(
      request.name,
      pattern: "organizations/*/locations/*/overview",
      field: "name"
    )
    let organization = "organizations/\(name.organization)"
    let location = "\(organization)/locations/\(name.id)"
    let parts = PartsOfAnswer(for: context, timeout: partTimeout)

    async let place = self.place(location, parts)
    async let counts = numberCounts(of: organization, location: location, parts)
    async let address = emergencyAddress(of: location, parts)
    async let orders = openOrders(of: organization, location: location, parts)
    async let migrations = requiredMigrations(of: organization, parts)

    let foundPlace = try await place
    guard !foundPlace.isAbsent else { throw Refusal.resourceNotFound(request.name) }
    let foundAddress = try await address
    var overview = GatewayV1.LocationOverview(
      name: request.name,
      location: foundPlace.answer,
      numberCounts: try await counts,
      emergencyAddress: foundAddress.answer,
      openOrders: try await orders
    )
    let service = overview.numberCounts.filter { $0.usage == .service }
    overview.serviceNumbers = service.reduce(0) { $0 + $1.total }
    overview.serviceNumbersInUse = service.reduce(0) { $0 + $1.inUse }
    overview.banners =
      Banner.migrations(try await migrations.answer, of: location)
      + (foundAddress.isAbsent ? [Banner.emergencyAddressMissing] : [])
      + Banner.orders(overview.openOrders)
    overview.missingParts = parts.missingParts
    return overview
  }

  private func place(_ name: String, _ parts: PartsOfAnswer) async throws -> Part<CatalogV1.Location> {
    let catalog = CatalogV1.ProviderCatalogServiceClient(services.providerCatalog.channel)
    return try await parts.ask("location", services.providerCatalog) { options in
      try await catalog.getLocation(.init(name: name), options: options)
    }
  }

  private func emergencyAddress(
    of location: String,
    _ parts: PartsOfAnswer
  ) async throws -> Part<EmergencyV1.EmergencyAddress> {
    let emergency = EmergencyV1.EmergencyAddressServiceClient(services.emergencyAddress.channel)
    return try await parts.ask("emergency_address", services.emergencyAddress) { options in
      try await emergency.getEmergencyAddress(.init(name: "\(location)/emergencyAddress"), options: options)
    }
  }

  func requiredMigrations(
    of organization: String,
    _ parts: PartsOfAnswer
  ) async throws -> Part<CatalogV1.ListRequiredMigrationsResponse> {
    let catalog = CatalogV1.ProviderCatalogServiceClient(services.providerCatalog.channel)
    return try await parts.ask("banners", services.providerCatalog) { options in
      try await catalog.listRequiredMigrations(.init(parent: organization), options: options)
    }
  }
}
