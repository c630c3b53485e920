import InventoryServer
import Logging
import Messages
import RPC
import RPCTransport
import ServiceKit
import Storage
import SuiteConfiguration

/// Stands in for the catalog: what is known of the locations of `acme`, of which only the first is told without asking.
struct CatalogOfTests {
  static let organization = CatalogV1.Organization(
    name: "organizations/acme",
    accountType: .paid,
    outboundCallingPlans: 1,
    serviceNumberLicenses: 1
  )
  static let locations = ["hq", "branch"].map { id in
    CatalogV1.Location(
      name: "organizations/acme/locations/\(id)",
      countryCode: "US",
      pstnConnection: .callingPlan,
      subscriptionType: .outboundCallingPlanWithServiceNumbers
    )
  }
  private static let countries = [
    CatalogV1.Country(
      countryCode: "US",
      tollFree: true,
      serviceNumbers: true,
      useLimits: [.notForResale, .noX11But911]
    ),
    CatalogV1.Country(countryCode: "DE", useLimits: [.notForResale]),
  ]

  static var definition: ServiceDefinition {
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
          let told: [CatalogV1.CatalogEvent.Resource] = [
            .organization(organization), .country(countries[0]), .country(countries[1]),
            .location(locations[0]),
          ]
          for (sequence, resource) in zip(Int64(1)..., told) where sequence > request.cursor {
            try await responses.write(.init(sequence: sequence, resource: resource))
          }
          try await Task.sleep(for: .seconds(3_600))
        },
        .unary(Methods.getOrganization) { (_: CatalogV1.GetOrganizationRequest, _) in organization },
        .unary(Methods.getCountry) { (_: CatalogV1.GetCountryRequest, _) in countries[0] },
        .unary(Methods.getLocation) { (request: CatalogV1.GetLocationRequest, _) in
          guard let location = locations.first(where: { $0.name == request.name }) else {
            throw RPCError(.notFound, reason: "RESOURCE_NOT_FOUND", message: "There is none.")
          }
          return location
        },
      ]
    )
  }
}
