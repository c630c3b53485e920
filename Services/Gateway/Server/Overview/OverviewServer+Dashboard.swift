import Messages
import RPC
import ServiceKit
import Telephony

extension OverviewServer {
  public func getOrganizationDashboard(
    _ request: GatewayV1.GetOrganizationDashboardRequest,
    context: ServerContext
  ) async throws -> GatewayV1.OrganizationDashboard {
    let name = try context.resource(request.name, pattern: "organizations/*/dashboard", field: "name")
    let organization = "organizations/\(name.organization)"
    let parts = PartsOfAnswer(for: context, timeout: partTimeout)

    async let account = self.account(organization, parts)
    async let locations = self.locations(of: organization, parts)
    async let counts = numberCounts(of: organization, parts)
    async let orders = openOrders(of: organization, parts)
    async let portOuts = self.portOuts(of: organization, parts)
    async let migrations = requiredMigrations(of: organization, parts)

    let foundAccount = try await account
    guard !foundAccount.isAbsent else { throw Refusal.resourceNotFound(request.name) }
    var dashboard = GatewayV1.OrganizationDashboard(
      name: request.name,
      organization: foundAccount.answer,
      locations: try await locations.answer ?? [],
      numberCounts: try await counts,
      openOrders: try await orders,
      portOuts: try await portOuts.answer?.filter { $0.state == .waitingForCustomer } ?? []
    )
    let migrationBanner = try await migrations.answer?.banner ?? ""
    dashboard.banners =
      Banner.organization(dashboard.organization)
      + (migrationBanner.isEmpty ? [] : [migrationBanner])
      + Banner.orders(dashboard.openOrders)
      + Banner.portOuts(dashboard.portOuts)
    dashboard.missingParts = parts.missingParts
    return dashboard
  }

  private func account(_ name: String, _ parts: PartsOfAnswer) async throws -> Part<CatalogV1.Organization> {
    let catalog = CatalogV1.ProviderCatalogServiceClient(services.providerCatalog.channel)
    return try await parts.ask("organization", services.providerCatalog) { options in
      try await catalog.getOrganization(.init(name: name), options: options)
    }
  }

  private func locations(
    of organization: String,
    _ parts: PartsOfAnswer
  ) async throws -> Part<[CatalogV1.Location]> {
    let catalog = CatalogV1.ProviderCatalogServiceClient(services.providerCatalog.channel)
    return try await parts.ask("locations", services.providerCatalog) { options in
      try await catalog.listLocations(.init(parent: organization, pageSize: 100), options: options).locations
    }
  }

  /// The newest 100.
  func portOuts(of organization: String, _ parts: PartsOfAnswer) async throws -> Part<[PortingV1.PortOut]> {
    let porting = PortingV1.PortingServiceClient(services.porting.channel)
    return try await parts.ask("port_outs", services.porting) { options in
      try await porting.listPortOuts(.init(parent: organization, pageSize: 100), options: options).portOuts
    }
  }
}
