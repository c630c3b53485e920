import ArgumentParser
import Foundation
import Messages
import NeighbourTesting
import RPC
import ServiceKit
import Testing

@testable import trunkline

/// Two gateways beside each other: whoever goes from one to the other misses nothing and gets nothing twice.
@Suite struct TwoGatewaysTests {
  private static let organization = "organizations/demo"

  @Test(.timeLimit(.minutes(5)))
  func theSecondGatewayIsAsGoodAsTheFirst() async throws {
    let receiver = try await WebhookReceiver.start()
    try await withSuite(isSandbox: true) { suite in
      let second = try await SecondGateway.start(beside: suite)
      try await running(
        {
          try await Self.webhooksAreTheSame(suite, second, receiver)
          try await Self.aCursorIsGoodAtBoth(suite, second, receiver)
          try await Self.commandsSayTheSame(suite, second)
          try await Self.aRevokedKeyIsRefusedByBoth(suite, second)
          try await Self.theRestWorksWithoutTheFirst(suite, second)
        },
        finally: second.stop
      )
    }
    await receiver.stop()
  }

  /// A webhook that is registered at either is known at both.
  private static func webhooksAreTheSame(
    _ suite: RunningSuite,
    _ second: SecondGateway,
    _ receiver: WebhookReceiver
  ) async throws {
    try await suite.withClient("operator") { try await $0.found() }
    let made = try await second.call { client in
      try await client.webhooks.createWebhook(
        .init(parent: organization, webhook: .init(url: receiver.url)),
        options: client.options
      )
    }
    #expect(made.secret.hasPrefix("whsec_"))
    for webhooks in [try await suite.withClient("demo-admin", list), try await second.call(list)] {
      #expect(webhooks == [made.name])
    }
  }

  private static func list(_ client: GatewayClient) async throws -> [String] {
    try await client.webhooks.listWebhooks(.init(parent: organization), options: client.options)
      .webhooks.map(\.name)
  }

  /// Events are read from one and the other in turn, two at a time, each from where the last one ended.
  private static func aCursorIsGoodAtBoth(
    _ suite: RunningSuite,
    _ second: SecondGateway,
    _ receiver: WebhookReceiver
  ) async throws {
    for number in 0..<6 {
      let body: (GatewayClient) async throws -> Void = { client in
        let site = CatalogV1.Location(displayName: "Site", countryCode: "US", timeZone: "America/New_York")
        _ = try await client.catalog.createLocation(
          .init(parent: organization, locationId: "site-\(number)", location: site),
          options: client.options
        )
      }
      if number % 2 == 0 {
        try await suite.withClient("demo-admin", body)
      } else {
        try await second.call(body)
      }
    }
    var events: [GatewayV1.OrganizationEvent] = []
    var isFirstsTurn = true
    while Set(events.map(\.resource)).count < 7 {
      let cursor = events.last?.cursor ?? 0
      let two: (GatewayClient) async throws -> [GatewayV1.OrganizationEvent] = { client in
        try await take(2, after: cursor, client)
      }
      events += isFirstsTurn ? try await suite.withClient("demo-admin", two) : try await second.call(two)
      isFirstsTurn.toggle()
    }
    let all = try await suite.withClient("demo-admin") { client in
      try await take(events.count, after: 0, client)
    }
    #expect(events == all)
    // Each was sent once, by the gateway that keeps them.
    let sent = try await receiver.requests(atLeast: 6).map { $0.headers["trunkline-event"] ?? "" }
    #expect(Set(sent).count == sent.count)
  }

  /// The next events after a cursor; fewer when so many do not come at once.
  private static func take(
    _ count: Int,
    after cursor: Int64,
    _ client: GatewayClient
  ) async throws -> [GatewayV1.OrganizationEvent] {
    let stream = try await client.events.watchOrganizationEvents(
      .init(parent: organization, cursor: cursor),
      options: client.unlimitedOptions
    )
    defer { stream.cancel() }
    var events: [GatewayV1.OrganizationEvent] = []
    for try await event in stream {
      events.append(event)
      if events.count == count || Set(events.map(\.resource)).contains("\(organization)/locations/site-5") {
        break
      }
    }
    return events
  }

  private static func aRevokedKeyIsRefusedByBoth(
    _ suite: RunningSuite,
    _ second: SecondGateway
  ) async throws {
    let caller = Caller(principal: "keys/portal", organization: "demo", role: .readOnly)
    let (key, text) = APIKey.made(caller, scopes: .all, expireTime: nil)
    let file = try KeyFileOptions.parse(["--data", suite.layout.dataDirectory])
    for (keys, expected) in [([key], ""), ([], "CREDENTIALS_INVALID")] {
      try file.change { $0 = keys }
      for address in [suite.layout.address(.gateway), second.address] {
        let client = try GatewayClient(address: address, apiKey: text)
        defer { client.close() }
        while await reason({ _ = try await list(client) }) != expected {
          try await Task.sleep(for: .milliseconds(20))
        }
      }
    }
  }

  /// Commands find at the second gateway what was registered and what happened.
  private static func commandsSayTheSame(_ suite: RunningSuite, _ second: SecondGateway) async throws {
    for line in [
      ["events", "list", "--after", "1"],
      ["webhooks", "create", "http://127.0.0.1:9/", "--kind", "ORDER_CHANGED"],
      ["webhooks", "list"],
    ] {
      let place = ["--gateway", second.address, "--data", suite.layout.dataDirectory, "--json"]
      let parsed = try Trunkline.parseAsRoot(line + place)
      var command = try #require(parsed as? any AsyncParsableCommand)
      try await command.run()
    }
    #expect(try await second.call(list).count == 2)
  }

  private static func theRestWorksWithoutTheFirst(
    _ suite: RunningSuite,
    _ second: SecondGateway
  ) async throws {
    await suite.kill([.gateway])
    try await second.call { client in
      _ = try await client.catalog.getOrganization(.init(name: organization), options: client.options)
      #expect(await reason { _ = try await list(client) } == "SERVICE_UNAVAILABLE")
    }
    try await suite.start(.gateway)
    while try await second.call({ client in await reason { _ = try await list(client) } }) != "" {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private static func reason(_ call: () async throws -> Void) async -> String {
    do {
      try await call()
      return ""
    } catch {
      return (error as? RPCError)?.reason ?? "\(error)"
    }
  }
}

/// A gateway that lets the suite's own keep events and webhooks.
private struct SecondGateway {
  let address: String
  private let process: ChildProcess
  private let key: String?

  static func start(beside suite: RunningSuite) async throws -> SecondGateway {
    let port = try await PortCheck.freeBase()
    let process = try await ChildProcess.start(
      name: "second gateway",
      executable: "\(RunningSuite.ownDirectory)/\(SuiteService.gateway.executable)",
      arguments: [
        "--config", suite.layout.configurationFile(.gateway), "--port", "\(port)", "--admin-port", "0",
        "--data", "\(suite.layout.dataDirectory)/second-gateway",
        "--set", "events.keptBy=['\(suite.layout.address(.gateway))']", "--stop-with-input",
      ]
    ) { _ in }
    let second = SecondGateway(
      address: "127.0.0.1:\(port)",
      process: process,
      key: suite.keys.apiKey("demo-admin")?.key
    )
    // Asked, and not by trying the port: a trial has the port at the moment in which the gateway wants it.
    while (try? await second.call({ client in
      try await client.catalog.getCountry(.init(name: "countries/us"), options: client.options)
    })) == nil { try await Task.sleep(for: .milliseconds(20)) }
    return second
  }

  func call<Answer>(_ body: (GatewayClient) async throws -> Answer) async throws -> Answer {
    let client = try GatewayClient(address: address, apiKey: key, timeout: .seconds(10))
    defer { client.close() }
    return try await body(client)
  }

  func stop() async { await process.stop(within: .seconds(10)) }
}
