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

  @Test(.timeLimit(.minutes(3)))
  func everyOrderEndsRightlyWhoeverIsKilled() async throws {
    try await withSuite { suite in
      try await Self.prepare(suite)
      let orders = try await Self.orderWhileKilling(suite)
      try await Self.check(orders, suite)
    }
  }

  private static func prepare(_ suite: RunningSuite) async throws {
    try await suite.withClient("operator") { client in
      try await client.found()
      try await client.stockJerseyCity()
    }
    try await suite.withClient("demo-admin") { client in
      _ = try await client.openSite()
    }
  }
}

// MARK: - Ordering
extension OrderSurvivalTests {
  /// Names of the orders that were made, with what was done with them.
  private static func orderWhileKilling(_ suite: RunningSuite) async throws -> [String: Fate] {
    let calls = CallCount()
    return try await withThrowingTaskGroup(of: [String: Fate].self) { group in
      for _ in 0..<customers {
        group.addTask {
          try await suite.withClient("demo-admin") { try await orders($0) { calls.add() } }
        }
      }
      group.addTask {
        for kill in 0..<kills {
          // Somewhere in the middle of things, wherever that is.
          let goal = calls.value + Int.random(in: 1...4)
          while calls.value < min(goal, customers * ordersEach * 2) { await Task.yield() }
          let victims: [SuiteService] = [[.ordering], [.inventory], [.ordering, .inventory]][kill % 3]
          await suite.kill(victims)
          for victim in victims.reversed() { try await suite.start(victim) }
        }
        return [:]
      }
      return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
  }

  private static func orders(_ client: GatewayClient, _ called: () -> Void) async throws -> [String: Fate] {
    var made: [String: Fate] = [:]
    for _ in 0..<ordersEach {
      let wish = OrderingV1.Order(
        location: "\(organization)/locations/site",
        selection: .quantity(.init(count: .random(in: 1...3)))
      )
      let request = OrderingV1.CreateOrderRequest(
        parent: organization,
        order: wish,
        requestId: RequestOption.new()
      )
      let order = try await persist {
        try await client.ordering.createOrder(request, options: client.options)
      }
      called()
      let fate = Fate.allCases.randomElement() ?? .leave
      made[order.name] = fate
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
  private static func check(_ fates: [String: Fate], _ suite: RunningSuite) async throws {
    #expect(fates.count == customers * ordersEach)
    try await suite.withClient("demo-admin") { client in
      let orders = try await settled(client)
      #expect(Set(orders.map(\.name)) == Set(fates.keys))
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
        case .accept: #expect(order.state == .provisioned && states == [.assigned])
        case .cancel: #expect(order.state == .canceled && states.isEmpty)
        case .leave: #expect(order.status?.reason == "WAITING_FOR_TERMS_OF_SERVICE" && states == [.reserved])
        }
        #expect(fate == .cancel || phoneNumbers == Set(order.numbers.map(\.phoneNumber)))
      }
      #expect(Set(owned.keys).isSubset(of: fates.keys))
    }
    let report = try await suite.withClient("operator") { client in
      try await client.ordering.reconcileOrders(.init(validateOnly: true), options: client.options)
    }
    #expect(report.discrepancies.isEmpty)
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
