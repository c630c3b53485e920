import Messages
import ProviderCatalogRules
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  public func listProviders(
    _ request: CatalogV1.ListProvidersRequest,
    context: ServerContext
  ) throws -> CatalogV1.ListProvidersResponse {
    let view = try organizationView(request.organization, context)
    let search = try ProviderSearch(request)
    let page = try PageRequest(size: request.pageSize, token: request.pageToken)
    let found = directory.providers.filter {
      $0.id > page.after && search.finds($0, preferred: view.preferred)
    }
    let isFull = request.view == .full
    return .init(
      providers: found.prefix(page.size).map { view.message($0, isFull: isFull) },
      nextPageToken: found.count > page.size ? found[page.size - 1].id : ""
    )
  }

  public func getProvider(
    _ request: CatalogV1.GetProviderRequest,
    context: ServerContext
  ) throws -> CatalogV1.Provider {
    let name = try ResourceName(request.name, pattern: "providers/*", field: "name")
    let view = try organizationView(request.organization, context)
    guard let provider = directory.provider(name.text) else { throw Refusal.resourceNotFound(name.text) }
    let isFull = request.view != .basic
    var message = view.message(provider, isFull: isFull)
    if isFull { message.locations = view.locations(of: provider) }
    return message
  }

  /// The providers as an organization sees them; an operator without one sees them as nobody's.
  private func organizationView(_ named: String, _ context: ServerContext) throws -> ProviderView {
    let own = try context.authenticatedCaller().organization
    let name = named.isEmpty && !own.isEmpty ? "organizations/\(own)" : named
    guard !name.isEmpty else { return ProviderView(preferred: [], locations: []) }
    let resource = try context.resource(name, pattern: "organizations/*", field: "organization")
    let organization = memory.organization(resource.text)
    guard organization != nil || named.isEmpty else { throw Refusal.resourceNotFound(resource.text) }
    let partner = organization.flatMap { memory.partner($0.managingPartner) }
    let preferred = partner?.preferredProviders ?? []
    return ProviderView(
      preferred: Set(preferred.map { String($0.trimmingPrefix("providers/")) }),
      locations: memory.locations(of: resource.text)
    )
  }

  public func setPreferredProviders(
    _ request: CatalogV1.SetPreferredProvidersRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Partner {
    let name = try ResourceName(request.name, pattern: Self.partnerPattern, field: "name")
    let providers = request.preferredProviders.map(directory.provider)
    let violations = providers.enumerated().filter { $0.element == nil }.map { index, _ in
      Violation(
        field: "preferred_providers[\(index)]",
        reason: "PROVIDER_UNKNOWN",
        description: "There is no such provider. Give a name that ListProviders answers."
      )
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    let (ids, now) = (providers.compactMap { $0?.id }, clock.now())
    return try await changePartner(name, request, request.requestId, context) {
      $0.preferring(ids, now: now)
    }
  }

  public func listSupportDesks(
    _ request: CatalogV1.ListSupportDesksRequest,
    context: ServerContext
  ) throws -> CatalogV1.ListSupportDesksResponse {
    let region = SupportContact.WorldRegion(rawValue: request.region)
    guard request.region.isEmpty || region != nil else {
      let known = SupportContact.WorldRegion.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(
        violations: [
          Violation(
            field: "region",
            reason: "REGION_UNKNOWN",
            description: "Give one of \(known), or nothing."
          )
        ]
      )
    }
    return .init(desks: directory.desks.map { CatalogV1.SupportDesk($0, region: region) })
  }
}
