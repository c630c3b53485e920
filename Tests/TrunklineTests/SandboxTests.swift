import Foundation
import Messages
import RPC
import Testing

@testable import trunkline

/// What takes months is seen at once, on the real executables.
@Suite struct SandboxTests {
  @Test(.timeLimit(.minutes(2)))
  func theWholeSuiteFollowsItsClock() async throws {
    try await withTemporaryDirectory { directory in
      let layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: directory)
      let suite = try await RunningSuite.start(layout: layout, isSandbox: true, log: .silent)
      do {
        try await Self.watchLeaseEnd(suite)
        // A service that was away is moved by the repeat, and nobody goes back in time.
        await suite.kill([.ordering])
        let away = await #expect(throws: RPCError.self) { try await Self.advance("90d", suite) }
        #expect(away?.reason == "SERVICE_UNAVAILABLE")
        try await suite.start(.ordering)
        // The gateway may still wait before it connects again.
        while case .some = try await Self.refusal(of: { try await Self.advance("90d", suite) }) {}
      } catch {
        await suite.stop()
        throw error
      }
      await suite.stop()
      for service in SuiteService.allCases {
        let file = "\(layout.dataDirectory(of: service))/sandbox-clock"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text == "\((90 * 86_400 + 900) * 1_000)\n", "\(service)")
      }
    }
  }

  private static func advance(_ span: String, _ suite: RunningSuite) async throws {
    let command = try AdvanceClock.parse([
      span, "--gateway", suite.layout.address(.gateway), "--data", suite.layout.dataDirectory, "--json",
    ])
    try await command.run()
  }

  /// Whether a service could not be reached.
  private static func refusal(of call: () async throws -> Void) async throws -> RPCError? {
    do {
      try await call()
      return nil
    } catch let error as RPCError where error.reason == "SERVICE_UNAVAILABLE" {
      return error
    }
  }

  private static func client(_ key: String, _ suite: RunningSuite) throws -> GatewayClient {
    try GatewayClient(
      address: suite.layout.address(.gateway),
      apiKey: suite.keys.apiKey(key)?.key,
      timeout: .seconds(20)
    )
  }

  private static func watchLeaseEnd(_ suite: RunningSuite) async throws {
    let support = try client("operator", suite)
    let customer = try client("demo-admin", suite)
    defer {
      support.close()
      customer.close()
    }
    let block = InventoryV1.StockBlock(
      firstPhoneNumber: "+12012000000",
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      numberType: .local
    )
    let call = try await support.inventory.importBlocks(options: support.options)
    try await call.send(.init(blocks: [block]))
    #expect(try await call.finish().imported == 1)
    let lease = try await customer.inventory.reserveNumbers(
      .init(parent: "organizations/demo", selection: .specific(.init(phoneNumbers: ["+12012000001"]))),
      options: customer.options
    )
    let state = {
      try await customer.inventory.getReservation(.init(name: lease.name), options: customer.options).state
    }
    #expect(try await state() == .active)
    try await advance("15m", suite)
    #expect(try await state() == .expired)
  }
}
