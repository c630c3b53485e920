import Foundation
import Messages
import NeighbourTesting
import RPC
import ServiceKit
import Testing

@testable import trunkline

/// The events of the real executables, in one stream and on a webhook, while the gateway is killed.
@Suite struct GatewayEventTests {
  private static let organization = "organizations/demo"
  private static let orders = 8

  @Test(.timeLimit(.minutes(2)))
  func nothingIsLostOrOutOfOrderWhenTheGatewayIsKilled() async throws {
    let receiver = try await WebhookReceiver.start()
    try await withSuite(isSandbox: true) { suite in
      try await Self.prepare(suite, receiver)
      let streamed = try await Self.followWhileKilling(suite)
      try await Self.check(streamed, receiver, suite)
      try await Self.checkTrail(suite.layout.dataDirectory)
    }
    await receiver.stop()
  }

  private static func prepare(_ suite: RunningSuite, _ receiver: WebhookReceiver) async throws {
    try await suite.withClient("operator") { client in
      try await client.found()
      try await client.stockJerseyCity()
    }
    try await suite.withClient("demo-admin") { client in
      let webhook = try await client.webhooks.createWebhook(
        .init(parent: organization, webhook: .init(url: receiver.url)),
        options: client.options
      )
      #expect(webhook.secret.hasPrefix("whsec_"))
      _ = try await client.openSite()
    }
  }

  /// Orders while the gateway dies and comes back, and follows the stream through all of it.
  private static func followWhileKilling(_ suite: RunningSuite) async throws -> [GatewayV1.OrganizationEvent]
  {
    try await withThrowingTaskGroup(of: [GatewayV1.OrganizationEvent].self) { group in
      group.addTask {
        for number in 0..<orders {
          try await persist { try await suite.withClient("demo-admin", order) }
          guard number % 3 == 1 else { continue }
          await suite.kill([.gateway])
          try await suite.start(.gateway)
        }
        return []
      }
      group.addTask { try await follow(suite) }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private static func order(_ client: GatewayClient) async throws {
    let wish = OrderingV1.Order(
      location: "\(organization)/locations/site",
      selection: .quantity(.init(count: 1))
    )
    let order = try await client.ordering.createOrder(
      .init(parent: organization, order: wish),
      options: client.options
    )
    _ = try? await client.ordering.acceptTermsOfService(.init(name: order.name), options: client.options)
  }

  /// Until so many numbers were assigned; after every loss it goes on from the last cursor.
  private static func follow(_ suite: RunningSuite) async throws -> [GatewayV1.OrganizationEvent] {
    var events: [GatewayV1.OrganizationEvent] = []
    while true {
      do {
        try await suite.withClient("demo-admin") { client in
          let stream = try await client.events.watchOrganizationEvents(
            .init(parent: organization, cursor: events.last?.cursor ?? 0),
            options: client.unlimitedOptions
          )
          defer { stream.cancel() }
          for try await event in stream {
            events.append(event)
            if isComplete(events) { return }
          }
        }
        if isComplete(events) { return events }
      } catch let error as RPCError where error.code == .unavailable {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  private static func isComplete(_ events: [GatewayV1.OrganizationEvent]) -> Bool {
    let provisioned = events.filter { $0.kind == .orderChanged && $0.state == "PROVISIONED" }
    return Set(provisioned.map(\.resource)).count >= orders
  }

  /// Repeats a call while the gateway is away.
  private static func persist(_ call: () async throws -> Void) async throws {
    while true {
      do {
        return try await call()
      } catch let error as RPCError where [.unavailable, .unknown, .cancelled].contains(error.code) {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}

// MARK: - Checking
extension GatewayEventTests {
  private static func check(
    _ streamed: [GatewayV1.OrganizationEvent],
    _ receiver: WebhookReceiver,
    _ suite: RunningSuite
  ) async throws {
    let cursors = streamed.map(\.cursor)
    #expect(cursors == cursors.sorted() && Set(cursors).count == cursors.count)
    let kinds = Set(streamed.map(\.kind))
    #expect(kinds.isSuperset(of: [.locationChanged, .numbersAssigned, .orderChanged, .billingStarted]))
    // What the webhook got, without what came twice because nobody knew that it had come.
    while try await suite.withClient("demo-admin", waiting) > 0 {
      try await Task.sleep(for: .milliseconds(20))
    }
    let sent = receiver.requests.compactMap { $0.headers["trunkline-event"].flatMap { Int64($0) } }
    let listed = try await suite.withClient("demo-admin") { client in
      try await client.events.listOrganizationEvents(
        .init(parent: organization, pageSize: 1_000),
        options: client.options
      ).events
    }
    #expect(Array(listed.prefix(streamed.count)) == streamed)
    // What happened to the organization itself may have been before the webhook was registered.
    let expected = listed.filter { $0.resource != organization }
    #expect(Set(expected.map(\.cursor)).isSubset(of: Set(sent)))
    for (resource, events) in Dictionary(grouping: listed, by: \.resource) {
      var firsts: [Int64] = []
      let own = Set(events.map(\.cursor))
      for cursor in sent where own.contains(cursor) && !firsts.contains(cursor) { firsts.append(cursor) }
      #expect(firsts == firsts.sorted(), "\(resource)")
    }
  }

  /// The audit trail of a gateway that was killed is whole, and tells the orders.
  private static func checkTrail(_ directory: String) async throws {
    let command = try VerifyAudit.parse(["--data", directory])
    try await command.run()
    let path = "\(directory)/gateway/audit.log"
    let lines = AuditCheck.lines(try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(lines.count { $0.contains("OrderingService/CreateOrder") && $0.contains("\"OK\"") } >= orders / 2)
    try Data(lines.dropFirst().map { "\($0)\n" }.joined().utf8).write(to: URL(fileURLWithPath: "\(path).cut"))
    let cut = try VerifyAudit.parse(["--file", "\(path).cut"])
    await #expect(throws: CommandFailure.self) { try await cut.run() }
  }

  private static func waiting(_ client: GatewayClient) async throws -> Int64 {
    try await client.webhooks.listWebhooks(.init(parent: organization), options: client.options)
      .webhooks.reduce(0) { $0 + $1.waitingCount }
  }
}
