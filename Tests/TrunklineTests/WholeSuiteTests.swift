import Messages
import RPC
import RPCTransport
import Testing

@testable import trunkline

/// The seven real executables, which the build puts beside the tests.
@Suite struct WholeSuiteTests {
  /// The whole path ends well: a number is ordered, its emergency address outlives every other service, and the order
  /// outlives them all.
  @Test(.timeLimit(.minutes(2)))
  func theDemonstrationOfASuiteOfItsOwnEndsWell() async throws {
    try await withTemporaryDirectory { directory in
      let stock = "\(directory)/stock.csv"
      try "from,region,city\n12012000000,NJ,Jersey City\n"
        .write(toFile: stock, atomically: true, encoding: .utf8)
      try await SelfContainedDemo(stockFile: stock).run()
    }
  }

  /// Everything over TLS, each service known by its certificate: the same path ends as well, and a service that nobody
  /// but its callers may connect to sends others away.
  @Test(.timeLimit(.minutes(2)))
  func theSameOverTLS() async throws {
    try await withTemporaryDirectory { directory in
      let stock = "\(directory)/stock.csv"
      try "from,region,city\n12012000000,NJ,Jersey City\n"
        .write(toFile: stock, atomically: true, encoding: .utf8)
      let layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: "\(directory)/data")
      let suite = try await RunningSuite.start(layout: layout, isSecure: true, log: .silent)
      do {
        let security = try #require(suite.security)
        let gateway = layout.address(.gateway)
        _ = try await DemoStory(gateway: gateway, keys: suite.keys, stockFile: stock, tls: security.client)
          .run()
        // Customers show no certificate.
        let customer = ClientTLS(authorityFile: security.authorityFile)
        #expect(try await self.stock(at: gateway, customer, suite).total == 10_000)
        let inventory = layout.address(.inventory)
        #expect(try await self.stock(at: inventory, security.client, suite).total == 10_000)
        var porter = security.client
        porter.certificateChainFile = security.certificateFile("carrier-simulator")
        porter.privateKeyFile = security.privateKeyFile("carrier-simulator")
        for stranger in [nil, customer, porter] {
          let refusal = await #expect(throws: RPCError.self) {
            try await self.stock(at: inventory, stranger, suite)
          }
          #expect(refusal?.code == .unavailable)
        }
      } catch {
        await suite.stop()
        throw error
      }
      await suite.stop()
    }
  }

  private func stock(at address: String, _ tls: ClientTLS?, _ suite: RunningSuite) async throws
    -> InventoryV1.Stock
  {
    let key = suite.keys.apiKey("operator")?.key
    let client = try GatewayClient(address: address, apiKey: key, timeout: .seconds(10), tls: tls)
    defer { client.close() }
    return try await client.inventory.getStock(
      .init(criteria: .init(countryCode: "US")),
      options: client.options
    )
  }
}
