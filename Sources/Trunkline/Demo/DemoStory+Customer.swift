import Messages
import RPC

// A customer, its site, and where help finds it.
extension DemoStory {
  func createOrganization(_ client: GatewayClient) async throws {
    try await teller.step("ProviderCatalogService/CreateOrganization", "A customer signs up.") {
      let organization = CatalogV1.Organization(
        displayName: "Demo Inc.",
        accountType: .paid,
        outboundCallingPlans: 1
      )
      let made = try await existing {
        try await client.catalog.createOrganization(
          .init(organizationId: "demo", organization: organization, requestId: RequestOption.new()),
          options: client.options
        )
      }
      return made == nil
        ? "\(Self.organization) is there already" : "\(Self.organization), PAID, 1 calling plan"
    }
  }

  func createLocation(_ client: GatewayClient) async throws {
    try await teller.step("ProviderCatalogService/CreateLocation", "It has a site.") {
      let location = CatalogV1.Location(
        displayName: "Headquarters",
        countryCode: "US",
        timeZone: "America/New_York"
      )
      let made = try await existing {
        try await client.catalog.createLocation(
          .init(
            parent: Self.organization,
            locationId: "headquarters",
            location: location,
            requestId: RequestOption.new()
          ),
          options: client.options
        )
      }
      return made == nil ? "\(Self.location) is there already" : Self.location
    }
    try await teller.step("ProviderCatalogService/EnableCallingPlan", "The site gets the calling plan.") {
      let now = try await client.catalog.getLocation(.init(name: Self.location), options: client.options)
      if now.pstnConnection == .callingPlan { return "enabled already" }
      let contact = CatalogV1.ContractContact(
        givenName: "Ada",
        familyName: "King",
        email: "ada@demo.example",
        phoneNumber: "+12015550100"
      )
      let enabled = try await client.catalog.enableCallingPlan(
        .init(name: Self.location, contractContact: contact, requestId: RequestOption.new()),
        options: client.options
      )
      return "connection is \(enabled.pstnConnection.name)"
    }
  }

  func setEmergencyAddress(_ client: GatewayClient) async throws {
    try await teller.step("EmergencyAddressService/SetLocationAddress", "Help has to find the site.") {
      let address = TypeV1.CivicAddress(
        countryCode: "US",
        region: "NJ",
        city: "Jersey City",
        postalCode: "07302",
        street: "Montgomery St",
        buildingNumber: "30",
        floor: "5"
      )
      // The service hears of the new location from the catalog, a moment later.
      let set = try await teller.eventually {
        try await client.emergency.setLocationAddress(
          .init(location: Self.location, address: address, requestId: RequestOption.new()),
          options: client.options
        )
      }
      return "\(set.address?.line ?? ""): \(set.progress.name)"
    }
  }

  /// The answer, or nil when what was to be created exists.
  private func existing<Answer>(_ body: () async throws -> Answer) async throws -> Answer? {
    do {
      return try await body()
    } catch let error as RPCError where error.code == .alreadyExists {
      return nil
    }
  }
}
