import Foundation
import Messages
import RPC
import Testing

@testable import trunkline

/// What the gateway puts together from the real executables, whichever of them is dead.
@Suite struct OverviewTests {
  private static let organization = "organizations/demo"
  private static let location = "\(organization)/locations/site"

  @Test(.timeLimit(.minutes(2)))
  func oneDeadServiceCostsItsOwnPartOnly() async throws {
    try await withSuite { suite in
      let number = try await Self.prepare(suite)
      try await Self.checkWhole(suite, number)
      try await Self.checkForeign(suite, number)
      for victim in [SuiteService.porting, .emergencyAddress, .ordering, .inventory, .providerCatalog] {
        await suite.kill([victim])
        try await Self.check(suite, number, without: victim)
        try await suite.start(victim)
        try await Self.waitUntilNothingIsMissing(suite)
      }
    }
  }

  /// A location with one provisioned number, an order that waits, and a draft of a port; returns the number.
  private static func prepare(_ suite: RunningSuite) async throws -> String {
    try await suite.withClient("operator") { client in
      try await client.found()
      try await client.stockJerseyCity()
    }
    let number = try await suite.withClient("demo-admin") { client in
      _ = try await client.openSite()
      let first = try await order(client)
      _ = try await eventually {
        try await client.ordering.acceptTermsOfService(.init(name: first), options: client.options)
      }
      _ = try await order(client)
      let draft = PortingV1.PortOrder(location: location, numbers: [.init(phoneNumber: "+12015550123")])
      _ = try await client.porting.createPortOrder(
        .init(parent: organization, portOrder: draft),
        options: client.options
      )
      return try await provisionedNumber(first, client)
    }
    try await review(suite)
    return number
  }

  /// The draft's number is one that the carrier keeps; support lets it be ported all the same.
  private static func review(_ suite: RunningSuite) async throws {
    let drafts = try await suite.withClient("demo-admin") { client in
      try await client.porting.listPortOrders(.init(parent: organization), options: client.options)
    }
    let name = try #require(drafts.portOrders.first?.name)
    let reviewed = try await suite.withClient("operator") { client in
      try await client.porting.reviewPortability(
        .init(name: name, phoneNumbers: ["+12015550123"], note: "Its other order was canceled."),
        options: client.options
      )
    }
    #expect(reviewed.numbers.map(\.portability) == [.portable])
  }

  private static func order(_ client: GatewayClient) async throws -> String {
    let wish = OrderingV1.Order(location: location, selection: .quantity(.init(count: 1)))
    return try await client.ordering.createOrder(
      .init(parent: organization, order: wish),
      options: client.options
    ).name
  }

  private static func provisionedNumber(_ order: String, _ client: GatewayClient) async throws -> String {
    while true {
      let found = try await client.ordering.getOrder(.init(name: order), options: client.options)
      if found.state == .provisioned { return try #require(found.numbers.first?.phoneNumber) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Repeats a call while the order is not where it has to be.
  private static func eventually<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
    while true {
      do {
        return try await call()
      } catch let error as RPCError where [.unavailable, .failedPrecondition].contains(error.code) {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}

// MARK: - Checking
extension OverviewTests {
  /// The gateway tries to connect again when it likes.
  private static func waitUntilNothingIsMissing(_ suite: RunningSuite) async throws {
    try await suite.withClient("demo-admin") { client in
      while true {
        let overview = try await client.overview.getLocationOverview(
          .init(name: "\(location)/overview"),
          options: client.options
        )
        if overview.missingParts.isEmpty { return }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  private static func story(of number: String) -> String {
    "\(organization)/numbers/\(number.dropFirst())/story"
  }

  private static func checkWhole(_ suite: RunningSuite, _ number: String) async throws {
    try await suite.withClient("demo-admin") { client in
      let list = try await client.overview.listPstnOrders(
        .init(parent: organization),
        options: client.options
      )
      #expect(list.missingParts.isEmpty && list.nextPageToken.isEmpty)
      #expect(list.pstnOrders.map(\.kind) == [.portIn, .newNumbers, .newNumbers])
      let filter = GatewayV1.PstnOrderFilter(states: [.provisioned], phoneNumber: number)
      let filtered = try await client.overview.listPstnOrders(
        .init(parent: organization, filter: filter),
        options: client.options
      )
      #expect(filtered.pstnOrders.map(\.phoneNumbers) == [[number]])

      let story = try await client.overview.getNumberStory(
        .init(name: story(of: number)),
        options: client.options
      )
      #expect(story.number?.state == .assigned && story.pstnOrders.count == 1 && story.missingParts.isEmpty)
      // The address of its location came first.
      #expect(story.history.contains { $0.event == "CREATED" } && story.history.count >= 3)

      let overview = try await client.overview.getLocationOverview(
        .init(name: "\(location)/overview"),
        options: client.options
      )
      #expect(overview.location?.pstnConnection == .callingPlan && overview.missingParts.isEmpty)
      #expect(overview.numberCounts.map(\.total) == [1] && overview.openOrders.count == 2)
      #expect(!overview.banners.contains { $0.contains("emergency address") })

      let dashboard = try await client.overview.getOrganizationDashboard(
        .init(name: "\(organization)/dashboard"),
        options: client.options
      )
      #expect(dashboard.organization?.outboundCallingPlans == 1 && dashboard.missingParts.isEmpty)
      #expect(dashboard.locations.map(\.name) == [location] && dashboard.openOrders.count == 2)

      let bare = try await client.openSite("bare", hasAddress: false)
      let bareOverview = try await client.overview.getLocationOverview(
        .init(name: "\(bare)/overview"),
        options: client.options
      )
      #expect(bareOverview.banners.contains { $0.contains("emergency address") })
    }
  }

  /// Another tenant's and what does not exist look the same.
  private static func checkForeign(_ suite: RunningSuite, _ number: String) async throws {
    try await suite.withClient("other-admin") { client in
      for name in [story(of: number), story(of: "+12012000001")] {
        let error = await #expect(throws: RPCError.self) {
          try await client.overview.getNumberStory(.init(name: name), options: client.options)
        }
        #expect(error?.code == .notFound && error?.reason == "RESOURCE_NOT_FOUND")
      }
    }
    try await suite.withClient("demo-admin") { client in
      for absent in [
        "\(organization)/locations/none/overview", "organizations/other/locations/site/overview",
      ] {
        let error = await #expect(throws: RPCError.self) {
          try await client.overview.getLocationOverview(.init(name: absent), options: client.options)
        }
        #expect(error?.code == .notFound && error?.reason == "RESOURCE_NOT_FOUND")
      }
      let error = await #expect(throws: RPCError.self) {
        try await client.overview.getNumberStory(
          .init(name: story(of: "+12012009999")),
          options: client.options
        )
      }
      #expect(error?.code == .notFound)
    }
  }

  private static func check(
    _ suite: RunningSuite,
    _ number: String,
    without victim: SuiteService
  ) async throws {
    try await suite.withClient("demo-admin") { client in
      let list = try await client.overview.listPstnOrders(
        .init(parent: organization),
        options: client.options
      )
      let story = try await client.overview.getNumberStory(
        .init(name: story(of: number)),
        options: client.options
      )
      let overview = try await client.overview.getLocationOverview(
        .init(name: "\(location)/overview"),
        options: client.options
      )
      let dashboard = try await client.overview.getOrganizationDashboard(
        .init(name: "\(organization)/dashboard"),
        options: client.options
      )
      for missing in [story.missingParts, overview.missingParts, dashboard.missingParts] {
        #expect(Set(missing.map(\.service)).isSubset(of: [victim.rawValue]))
        #expect(missing.allSatisfy { $0.reason == "SERVICE_UNAVAILABLE" })
      }
      let isListed: [SuiteService: Int] = [.ordering: 1, .porting: 2]
      #expect(list.pstnOrders.count == isListed[victim] ?? 3)
      #expect(list.missingParts.map(\.part) == (isListed[victim] == nil ? [] : ["pstn_orders"]))
      #expect((story.number == nil) == (victim == .inventory))
      #expect(story.pstnOrders.isEmpty == (victim == .ordering))
      #expect((overview.location == nil) == (victim == .providerCatalog))
      #expect(overview.numberCounts.isEmpty == (victim == .inventory))
      #expect((dashboard.organization == nil) == (victim == .providerCatalog))
      #expect(
        overview.missingParts.map(\.part).contains("emergency_address") == (victim == .emergencyAddress)
      )
    }
  }
}
