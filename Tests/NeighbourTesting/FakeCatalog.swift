import Messages
import RPC

/// Stands in for the catalog: tells the organizations and locations of the tests, then stays silent.
///
/// `acme` has another location, `new`, whose event never comes.
public enum FakeCatalog {
  private static let organizations = [
    organization("acme", .paid, plans: 1), organization("unlicensed", .paid, plans: 0),
    organization("trial", .trial, plans: 0), organization("other", .paid, plans: 1),
  ]

  private static let locations = [
    location("acme", "hq", .callingPlan), location("acme", "bare", .unspecified),
    location("unlicensed", "hq", .callingPlan), location("trial", "hq", .callingPlan),
    location("other", "hq", .callingPlan),
  ]

  private static let events: [CatalogV1.CatalogEvent] = {
    let resources: [CatalogV1.CatalogEvent.Resource] =
      organizations.map { .organization($0) } + locations.map { .location($0) }
    return zip(1..., resources).map { CatalogV1.CatalogEvent(sequence: $0, resource: $1) }
  }()

  public static var definition: ServiceDefinition {
    typealias Methods = CatalogV1.ProviderCatalogServiceMethods
    return ServiceDefinition(
      name: "trunkline.catalog.v1.ProviderCatalogService",
      methods: [
        .serverStreaming(Methods.watchEvents) {
          (
            request: CatalogV1.WatchEventsRequest,
            responses: ResponseWriter<CatalogV1.CatalogEvent>,
            _: ServerContext
          ) in
          for event in events where event.sequence > request.cursor { try await responses.write(event) }
          try await Task.sleep(for: .seconds(3_600))
        },
        .unary(Methods.getOrganization) { (request: CatalogV1.GetOrganizationRequest, _) in
          try found(organizations.first { $0.name == request.name })
        },
        .unary(Methods.getLocation) { (request: CatalogV1.GetLocationRequest, _) in
          try found((locations + [location("acme", "new", .callingPlan)]).first { $0.name == request.name })
        },
      ]
    )
  }

  private static func found<Resource>(_ resource: Resource?) throws -> Resource {
    guard let resource else {
      throw RPCError(.notFound, reason: "RESOURCE_NOT_FOUND", message: "There is none.")
    }
    return resource
  }

  private static func organization(
    _ id: String,
    _ type: CatalogV1.Organization.AccountType,
    plans: Int32
  ) -> CatalogV1.Organization {
    CatalogV1.Organization(
      name: "organizations/\(id)",
      accountType: type,
      outboundCallingPlans: plans
    )
  }

  private static func location(
    _ organization: String,
    _ id: String,
    _ connection: CatalogV1.Location.PstnConnection
  ) -> CatalogV1.Location {
    CatalogV1.Location(
      name: "organizations/\(organization)/locations/\(id)",
      countryCode: "US",
      pstnConnection: connection
    )
  }
}
