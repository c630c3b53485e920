import Messages
import RPC

/// Stands in for the catalog: tells the organizations and locations of the tests, then stays silent.
public enum FakeCatalog {
  private static let events: [CatalogV1.CatalogEvent] = [
    event(1, .organization(organization("acme", .paid, plans: 1))),
    event(2, .location(location("acme", "hq", .callingPlan))),
    event(3, .location(location("acme", "bare", .unspecified))),
    event(4, .organization(organization("unlicensed", .paid, plans: 0))),
    event(5, .location(location("unlicensed", "hq", .callingPlan))),
    event(6, .organization(organization("trial", .trial, plans: 0))),
    event(7, .location(location("trial", "hq", .callingPlan))),
    event(8, .organization(organization("other", .paid, plans: 1))),
    event(9, .location(location("other", "hq", .callingPlan))),
  ]

  public static var definition: ServiceDefinition {
    ServiceDefinition(
      name: "trunkline.catalog.v1.ProviderCatalogService",
      methods: [
        .serverStreaming(CatalogV1.ProviderCatalogServiceMethods.watchEvents) {
          (
            request: CatalogV1.WatchEventsRequest,
            responses: ResponseWriter<CatalogV1.CatalogEvent>,
            _: ServerContext
          ) in
          for event in events where event.sequence > request.cursor { try await responses.write(event) }
          try await Task.sleep(for: .seconds(3_600))
        }
      ]
    )
  }

  private static func event(
    _ sequence: Int64,
    _ resource: CatalogV1.CatalogEvent.Resource
  ) -> CatalogV1.CatalogEvent {
    CatalogV1.CatalogEvent(sequence: sequence, resource: resource)
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
