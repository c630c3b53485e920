import Messages
import RPC
import Testing

@testable import trunkline

/// Runs all executables, on ports and in a folder of their own, and stops them whatever the body does.
func withSuite(isSandbox: Bool = false, _ body: (RunningSuite) async throws -> Void) async throws {
  try await withTemporaryDirectory { directory in
    let layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: directory)
    let suite = try await RunningSuite.start(layout: layout, isSandbox: isSandbox, log: .silent)
    do {
      try await body(suite)
    } catch {
      await suite.stop()
      throw error
    }
    await suite.stop()
  }
}

extension RunningSuite {
  /// Calls the gateway with one of the keys that `trunkline up` makes, such as `demo-admin`.
  func withClient<Answer>(
    _ key: String,
    _ body: (GatewayClient) async throws -> Answer
  ) async throws -> Answer {
    let client = try GatewayClient(
      address: layout.address(.gateway),
      apiKey: keys.apiKey(key)?.key,
      timeout: .seconds(10)
    )
    defer { client.close() }
    return try await body(client)
  }
}

// MARK: - What tests begin with
extension GatewayClient {
  /// A paid organization with one calling plan; for the operator.
  func found(_ organization: String = "demo") async throws {
    let account = CatalogV1.Organization(
      displayName: organization,
      accountType: .paid,
      outboundCallingPlans: 1
    )
    _ = try await catalog.createOrganization(
      .init(organizationId: organization, organization: account),
      options: options
    )
  }

  /// The ten thousand numbers from +1 201 200 0000 on; for the operator.
  func stockJerseyCity() async throws {
    let block = InventoryV1.StockBlock(
      firstPhoneNumber: "+12012000000",
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      numberType: .local
    )
    let call = try await inventory.importBlocks(options: options)
    try await call.send(.init(blocks: [block]))
    #expect(try await call.finish().imported == 1)
  }

  /// A location in New Jersey that has a calling plan and an emergency address; returns its name.
  func openSite(
    _ id: String = "site",
    of organization: String = "demo",
    hasAddress: Bool = true
  ) async throws -> String {
    let site = CatalogV1.Location(displayName: "Site", countryCode: "US", timeZone: "America/New_York")
    let made = try await catalog.createLocation(
      .init(parent: "organizations/\(organization)", locationId: id, location: site),
      options: options
    )
    let contact = CatalogV1.ContractContact(
      givenName: "Ada",
      familyName: "King",
      email: "ada@demo.example",
      phoneNumber: "+12015550100"
    )
    _ = try await catalog.enableCallingPlan(
      .init(name: made.name, contractContact: contact),
      options: options
    )
    guard hasAddress else { return made.name }
    let address = TypeV1.CivicAddress(
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      postalCode: "07302",
      street: "Montgomery St",
      buildingNumber: "30"
    )
    _ = try await emergency.setLocationAddress(
      .init(location: made.name, address: address),
      options: options
    )
    return made.name
  }
}
