import Foundation
import Messages
import RPC
import Synchronization
import Testing

@testable import trunkline

/// Orders are made, accepted and canceled on the real executables, whose processes are killed again and again.
@Suite struct OrderSurvivalTests {
  private static let organization = "organizations/demo"
  private static let customers = 6
  private static let ordersEach = 4
  private static let kills = 6

  /// What a customer does with an order once its numbers are held.
  private enum Fate: CaseIterable {
    case accept, cancel, leave
  }

  /// Everything that one customer orders: drawn before, so that a seed says it all.
  private struct Plan {
    var orders: [(kind: OrderedKind, count: Int32, fate: Fate)]
    var setUp: String

    init(_ customer: Int, _ random: inout some RandomNumberGenerator) {
      setUp = "branch-\(customer)"
      orders = (0..<OrderSurvivalTests.ordersEach).map { order in
        let kind = OrderedKind.allCases[(customer + order) % OrderedKind.allCases.count]
        let fate = Fate.allCases.randomElement(using: &random) ?? .leave
        // Nobody waits for stock that never comes.
        return (kind, .random(in: 1...3, using: &random), kind == .backorder ? .cancel : fate)
      }
    }
  }

  @Test(.timeLimit(.minutes(3)))
  func everyOrderEndsRightlyWhoeverIsKilled() async throws {
    let seed = UInt64.random(in: .min ... .max)
    print("order survival: seed \(seed)")
    try await withSuite { suite in
      var random = OrderRandom(state: seed)
      let plans = (0..<Self.customers).map { Plan($0, &random) }
      try await Self.prepare(suite)
      let orders = try await Self.orderWhileKilling(suite, plans, random)
      try await Self.check(orders, suite, seed: seed)
      try await Self.checkSetUps(plans, suite, seed: seed)
    }
  }

  private static func prepare(_ suite: RunningSuite) async throws {
    try await suite.withClient("operator") { client in
      try await client.found()
      try await client.stockJerseyCity()
      try await client.stockBerlin()
    }
    try await suite.withClient("demo-admin") { client in
      _ = try await client.openSite()
      try await client.openBerlin()
    }
  }
}

// MARK: - Ordering
extension OrderSurvivalTests {
  /// Names of the orders that were made, with what was done with them.
  private static func orderWhileKilling(
    _ suite: RunningSuite,
    _ plans: [Plan],
    _ random: OrderRandom
  ) async throws -> [String: Fate] {
    let calls = CallCount()
    return try await withThrowingTaskGroup(of: [String: Fate].self) { group in
      for plan in plans {
        group.addTask {
          try await suite.withClient("demo-admin") { customer in
            try await suite.withClient("operator") { reviewer in
              try await orders(plan, customer, reviewer) { calls.add() }
            }
          }
        }
      }
      group.addTask {
        var random = random
        for kill in 0..<kills {
          // Somewhere in the middle of things, wherever that is.
          let goal = calls.value + Int.random(in: 1...6, using: &random)
          while calls.value < min(goal, customers * ordersEach * 2) { await Task.yield() }
          let all: [[SuiteService]] = [
            [.ordering], [.inventory], [.ordering, .inventory], [.emergencyAddress],
            [.ordering, .emergencyAddress],
            [.providerCatalog],
          ]
          // The first three always, the others as the seed has it.
          let victims = kill < 3 ? all[kill] : all.randomElement(using: &random) ?? all[0]
          await suite.kill(victims)
          for victim in victims.reversed() { try await suite.start(victim) }
        }
        return [:]
      }
      return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
  }

  private static func orders(
    _ plan: Plan,
    _ client: GatewayClient,
    _ reviewer: GatewayClient,
    _ called: () -> Void
  ) async throws -> [String: Fate] {
    var made: [String: Fate] = [:]
    try await setUp(plan.setUp, client)
    for (kind, count, fate) in plan.orders {
      let request = OrderingV1.CreateOrderRequest(
        parent: organization,
        order: kind.wish(count),
        requestId: RequestOption.new()
      )
      let order = try await persist {
        try await client.ordering.createOrder(request, options: client.options)
      }
      called()
      made[order.name] = fate
      if kind == .assisted { try await review(order.name, client, reviewer) }
      let id = RequestOption.new()
      switch fate {
      case .accept:
        _ = try await persist {
          try await client.ordering.acceptTermsOfService(
            .init(name: order.name, requestId: id),
            options: client.options
          )
        }
      case .cancel:
        _ = try await persist {
          try await client.ordering.cancelOrder(
            .init(name: order.name, requestId: id),
            options: client.options
          )
        }
      case .leave: break
      }
      called()
    }
    return made
  }

  /// Orders the set-up of a location of its own.
  private static func setUp(_ id: String, _ client: GatewayClient) async throws {
    try await persist {
      do {
        try await client.openBareSite(id, country: "US", timeZone: "America/New_York")
      } catch let error as RPCError where error.code == .alreadyExists {}
    }
    let request = OrderingV1.CreateSetUpOrderRequest(
      parent: organization,
      connection: .init(
        name: "\(organization)/locations/\(id)",
        pstnConnection: .callingPlan,
        contractContact: OrderedKind.signatory
      ),
      emergencyAddress: .init(
        countryCode: "US",
        region: "NJ",
        city: "Jersey City",
        postalCode: "07302",
        street: "Montgomery St",
        buildingNumber: "30"
      ),
      requestId: RequestOption.new()
    )
    _ = try await persist { try await client.setUp.createSetUpOrder(request, options: client.options) }
  }

  /// Hands an assisted order in, and approves it; returns when its numbers are held.
  private static func review(
    _ name: String,
    _ client: GatewayClient,
    _ reviewer: GatewayClient
  ) async throws {
    let today = String(Date().formatted(.iso8601).prefix(10))
    for kind in [OrderingV1.Document.Kind.companyRegistration, .registrationForm, .proofOfAddress] {
      let request = OrderingV1.AttachDocumentRequest(
        order: name,
        document: .init(kind: kind, fileName: "paper.pdf", issueDate: today),
        content: Array("%PDF-1.7 paper".utf8),
        requestId: RequestOption.new()
      )
      _ = try await persist { try await client.ordering.attachDocument(request, options: client.options) }
    }
    let submission = OrderingV1.SubmitOrderRequest(name: name, requestId: RequestOption.new())
    _ = try await persist { try await client.ordering.submitOrder(submission, options: client.options) }
    let approval = OrderingV1.ReviewOrderRequest(
      name: name,
      decision: .approve,
      requestId: RequestOption.new()
    )
    _ = try await persist { try await reviewer.ordering.reviewOrder(approval, options: reviewer.options) }
    while true {
      let order = try await persist {
        try await client.ordering.getOrder(.init(name: name), options: client.options)
      }
      if order.status?.nextActor != "trunkline" { return }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Repeats a call with the same request id until it is answered, as a client does whose server is down.
  private static func persist<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
    while true {
      do {
        return try await call()
      } catch let error as RPCError
        where [.unavailable, .deadlineExceeded, .cancelled, .unknown].contains(error.code)
      {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}

// MARK: - Checking
extension OrderSurvivalTests {
  private static func check(_ fates: [String: Fate], _ suite: RunningSuite, seed: UInt64) async throws {
    #expect(fates.count == customers * ordersEach, "seed \(seed)")
    try await suite.withClient("demo-admin") { client in
      let orders = try await settled(client)
      #expect(Set(orders.map(\.name)) == Set(fates.keys), "seed \(seed)")
      let numbers = try await persist {
        try await client.inventory.listNumbers(
          .init(parent: organization, pageSize: 1_000),
          options: client.options
        )
        .numbers
      }
      let owned = Dictionary(grouping: numbers.filter { !$0.order.isEmpty }, by: \.order)
      for order in orders {
        let fate = try #require(fates[order.name])
        let states = Set((owned[order.name] ?? []).map(\.state))
        let phoneNumbers = Set((owned[order.name] ?? []).map(\.phoneNumber))
        switch fate {
        case .accept: #expect(order.state == .provisioned && states == [.assigned], "seed \(seed)")
        case .cancel: #expect(order.state == .canceled && states.isEmpty, "seed \(seed)")
        case .leave:
          let isWaiting = order.status?.reason == "WAITING_FOR_TERMS_OF_SERVICE"
          #expect(isWaiting && states == [.reserved], "seed \(seed)")
        }
        #expect(
          fate == .cancel || phoneNumbers == Set(order.numbers.map(\.phoneNumber)),
          "seed \(seed)"
        )
      }
      #expect(Set(owned.keys).isSubset(of: fates.keys), "seed \(seed)")
    }
    let report = try await suite.withClient("operator") { client in
      try await client.ordering.reconcileOrders(.init(validateOnly: true), options: client.options)
    }
    #expect(report.discrepancies.isEmpty, "seed \(seed)")
  }

  /// Each set-up is done whole: connection and address are there, and each thing happened once.
  private static func checkSetUps(_ plans: [Plan], _ suite: RunningSuite, seed: UInt64) async throws {
    try await suite.withClient("demo-admin") { client in
      var setUps: [OrderingV1.SetUpOrder] = []
      repeat {
        setUps = try await persist {
          try await client.setUp.listSetUpOrders(.init(parent: organization), options: client.options)
            .setUpOrders
        }
        try await Task.sleep(for: .milliseconds(20))
      } while setUps.contains { $0.state == .pending }
      #expect(setUps.count == plans.count && setUps.allSatisfy { $0.state == .completed }, "seed \(seed)")
      for setUp in setUps {
        let events = ["CREATED", "CONNECTION_CHOSEN", "EMERGENCY_ADDRESS_SET"]
        #expect(setUp.history.map(\.event) == events, "seed \(seed)")
        let site = try await client.catalog.getLocation(.init(name: setUp.location), options: client.options)
        #expect(site.pstnConnection == .callingPlan, "seed \(seed)")
        let address = try await client.emergency.getEmergencyAddress(
          .init(name: "\(setUp.location)/emergencyAddress"),
          options: client.options
        )
        #expect(address.address?.postalCode == "07302", "seed \(seed)")
      }
    }
  }

  /// All orders, when nothing is left to do for the suite itself.
  private static func settled(_ client: GatewayClient) async throws -> [OrderingV1.Order] {
    while true {
      let orders = try await persist {
        try await client.ordering.listOrders(
          .init(parent: organization, pageSize: 1_000),
          options: client.options
        )
        .orders
      }
      if orders.allSatisfy({ $0.status?.nextActor != "trunkline" }) { return orders }
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}

/// How many calls were answered.
private final class CallCount: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }
  func add() { count.withLock { $0 += 1 } }
}

/// Draws the same for the same seed.
private struct OrderRandom: RandomNumberGenerator {
  var state: UInt64

  // SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
