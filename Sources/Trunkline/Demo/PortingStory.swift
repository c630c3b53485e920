import Messages
import RPC

/// Four ports, told step by step.
struct PortingStory {
  private static let organization = "organizations/demo"
  private static let sites: [(id: String, zone: String, address: TypeV1.CivicAddress)] = [
    ("newark", "America/New_York", address("US", "NJ", "Newark", "07102", "Broad Street", "920")),
    ("paris", "Europe/Paris", address("FR", "", "Paris", "75001", "Rue de Rivoli", "1")),
    ("rome", "Europe/Rome", address("IT", "RM", "Roma", "00187", "Via del Corso", "1")),
    ("sydney", "Australia/Sydney", address("AU", "NSW", "Sydney", "2000", "George Street", "1")),
  ]

  /// Where a site is.
  static func address(of site: String) -> TypeV1.CivicAddress? { sites.first { $0.id == site }?.address }

  let suite: RunningSuite
  private let teller = StoryTeller()

  init(suite: RunningSuite) { self.suite = suite }

  func run() async throws {
    let (support, customer) = (try client("operator"), try client("demo-admin"))
    defer {
      support.close()
      customer.close()
    }
    try await found(support, customer)
    let journey = PortingJourney(client: customer, support: support, teller: teller)
    let american = try await journey.draft("newark", ["+12015551901", "+12015553902"], sign: true)
    let french = try await journey.draft(
      "paris",
      ["+33142345678"],
      type: "ISOLATED",
      values: [("SIRET", "35600000000048"), ("RIO", "01PABCDEFNM+")]
    )
    let italian = try await journey.draft(
      "rome",
      ["+390612342205", "+390612342206"],
      values: [
        ("VAT_OR_REGISTRATION_NUMBER", "IT00743110157"), ("MIGRATION_CODE", "OPB1234567890123456"),
        ("FISCAL_CODE", "RSSMRA85T10A562S"),
      ]
    )
    let australian = try await journey.draft(
      "sydney",
      ["+61290009000"],
      values: [("ACN_OR_ABN", "51824753556")]
    )
    try await journey.pass(hours: 5, "Australian carriers take time to say whether a number can be ported.")
    try await journey.awaitPortability(australian)
    for order in [american, french, italian, australian] { try await journey.submit(order) }
    try await journey.pass(hours: 1, "The losing carriers look at the orders.")
    try await journey.mendAccount(american)
    let parts = try await journey.split(italian)
    for order in parts { try await journey.submit(order) }
    try await journey.pass(hours: 4, "They name the firm dates.")
    try await journey.reschedule(french)
    try await journey.pass(hours: 5, "The French carrier names the other date.")
    let orders = [american, french, australian] + parts
    try await journey.complete(orders)
    for order in orders + [italian] { try await journey.showTimeLine(order) }
    Terminal.print("\nDone: a rejection, a split and a reschedule, and every number is here.")
  }

  private func client(_ key: String) throws -> GatewayClient {
    try GatewayClient(address: suite.layout.address(.gateway), apiKey: suite.keys.apiKey(key)?.key)
  }

  private func found(_ support: GatewayClient, _ customer: GatewayClient) async throws {
    try await teller.step("ProviderCatalogService", "A customer has sites in four countries.") {
      let organization = CatalogV1.Organization(
        displayName: "Demo",
        accountType: .paid,
        outboundCallingPlans: 1
      )
      _ = try await support.catalog.createOrganization(
        .init(organizationId: "demo", organization: organization),
        options: support.options
      )
      for (id, zone, address) in Self.sites {
        let location = CatalogV1.Location(
          displayName: id,
          countryCode: address.countryCode,
          timeZone: zone,
          region: address.region
        )
        let made = try await customer.catalog.createLocation(
          .init(parent: Self.organization, locationId: id, location: location),
          options: customer.options
        )
        let contact = CatalogV1.ContractContact(
          givenName: "Ada",
          familyName: "King",
          email: "ada@demo.example",
          phoneNumber: "+12015550100"
        )
        _ = try await customer.catalog.enableCallingPlan(
          .init(name: made.name, contractContact: contact),
          options: customer.options
        )
        _ = try await teller.eventually {
          try await customer.emergency.setLocationAddress(
            .init(location: made.name, address: address, additionalInformation: "First floor"),
            options: customer.options
          )
        }
      }
      return Self.sites.map(\.id).joined(separator: ", ")
    }
  }

  private static func address(
    _ country: String,
    _ region: String,
    _ city: String,
    _ postalCode: String,
    _ street: String,
    _ building: String
  ) -> TypeV1.CivicAddress {
    .init(
      countryCode: country,
      region: region,
      city: city,
      postalCode: postalCode,
      street: street,
      buildingNumber: building
    )
  }
}
