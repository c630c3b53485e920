import Foundation
import Messages
import RPC
import Testing

@Suite struct SagaTests {
  private static let faults = SagaCall.allCases.flatMap { call in
    [false, true].map { FaultyChannel.Fault(call: call, isCarriedOut: $0) }
  }

  /// The process ends while a step is under way: before the inventory did it, or after it did and before that was
  /// recorded. The next process ends the order rightly, without being asked.
  @Test(arguments: faults)
  func aRestartAtEveryStepEndsInTheRightState(fault: FaultyChannel.Fault) async throws {
    try await withBench { bench in
      bench.inventory.channel.setFault(fault)
      try await bench.run { ordering in try await Self.runInto(fault.call, ordering) }
      bench.inventory.channel.setFault(nil)
      let status = Self.statusAfter[fault.call] ?? ""
      try await bench.run { ordering in
        let order = try await ordering.event(withStatus: status)
        #expect(order?.numbers.count == 2)
        #expect(try await ordering.list().orders.map { $0.status?.reason } == [status])
      }
      #expect(try await bench.inventory.numbersOfOrders().count == (fault.call == .release ? 0 : 2))
      #expect(bench.inventory.channel.requestIDs(fault.call).count == 1)
      try await bench.run { ordering in
        let discrepancies = try await ordering.reconcile().discrepancies
        #expect(discrepancies.isEmpty)
      }
    }
  }

  private static let statusAfter: [SagaCall: String] = [
    .reserve: "WAITING_FOR_TERMS_OF_SERVICE", .hold: "WAITING_FOR_TERMS_OF_SERVICE", .assign: "PROVISIONED",
    .release: "CANCELED",
  ]

  /// Leaves an order in the middle of a step.
  private static func runInto(
    _ call: SagaCall,
    _ ordering: RunningOrdering
  ) async throws {
    guard call == .assign || call == .release else {
      let error = await ordering.error { try await ordering.create(.two) }
      #expect(error?.code == .unavailable)
      #expect(error?.reason == "HOLD_UNDECIDED")
      return
    }
    let order = try await ordering.create(.two)
    let left = call == .assign ? try await ordering.accept(order.name) : try await ordering.cancel(order.name)
    #expect(left.state == .pending)
    #expect(left.status?.nextActor == "trunkline")
  }

  /// After an outage the inventory is not flooded: the bench resumes two orders at a time.
  @Test func aStartTakesUpAFewOrdersAtATime() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        var names: [String] = []
        for _ in 0..<8 { names.append(try await ordering.create(.two).name) }
        bench.inventory.channel.setFault(.init(call: .assign, isCarriedOut: false))
        for name in names { _ = try await ordering.accept(name) }
      }
      bench.inventory.channel.setFault(nil)
      _ = bench.inventory.channel.takeMostCallsUnderWay()
      try await bench.run { ordering in
        while try await ordering.list().orders.contains(where: { $0.state != .provisioned }) {
          await Task.yield()
        }
      }
      #expect(bench.inventory.channel.takeMostCallsUnderWay() == 2)
    }
  }

  @Test func aRepeatAfterALostHoldGetsTheOrder() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      let id = UUID().uuidString
      bench.inventory.channel.setFault(.init(call: .hold, isCarriedOut: true))
      try await bench.run { ordering in
        _ = await ordering.error { try await ordering.create(reservation, requestID: id) }
        // Nobody sees an order whose numbers may not be held.
        let orders = try await ordering.list().orders
        #expect(orders.isEmpty)
      }
      bench.inventory.channel.setFault(nil)
      try await bench.run { ordering in
        let order = try await ordering.create(reservation, requestID: id)
        #expect(order.status?.reason == "WAITING_FOR_TERMS_OF_SERVICE")
        #expect(try await ordering.list().orders == [order])
      }
    }
  }

  @Test func anInventoryThatComesBackIsFoundWithoutARestart() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      try await bench.run { ordering in
        let order = try await ordering.create(reservation)
        bench.inventory.channel.setFault(.init(call: .assign, isCarriedOut: false))
        #expect(try await ordering.accept(order.name).status?.reason == "ASSIGNING_NUMBERS")
        let error = await ordering.error { try await ordering.cancel(order.name) }
        #expect(error?.reason == "ORDER_IN_PROGRESS")
        bench.inventory.channel.setFault(nil)
        #expect(try await ordering.event(withStatus: "PROVISIONED")?.name == order.name)
      }
    }
  }

  @Test func aRefusedAssignmentGivesTheNumbersBackAndSaysWhatToDo() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      let refusal = RPCError(.failedPrecondition, reason: "LOCATION_CLOSED", message: "Closed.")
      bench.inventory.channel.refuse(.assign, refusal)
      try await bench.run { ordering in
        let order = try await ordering.create(reservation)
        let failed = try await ordering.accept(order.name)
        #expect(failed.state == .error)
        #expect(failed.status?.reason == "LOCATION_CLOSED")
        #expect(failed.status?.meaning.contains("TAC case") == true)
        #expect(failed.numbers.map(\.reason) == ["LOCATION_CLOSED"])
        #expect(try await bench.inventory.numbersOfOrders().isEmpty)
      }
    }
  }

  @Test func theSameRequestFiftyTimesAtOnceMakesOneOrder() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      let id = UUID().uuidString
      try await bench.run { ordering in
        let answers = try await withThrowingTaskGroup(of: OrderingV1.Order.self) { group in
          for _ in 0..<50 {
            group.addTask { try await ordering.create(reservation, requestID: id) }
          }
          return try await group.reduce(into: Set<OrderingV1.Order>()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(try await ordering.list().orders == Array(answers))
        #expect(bench.inventory.channel.requestIDs(.hold).count == 1)
        let other = try await bench.inventory.reserve(1, organization: "acme")
        let error = await ordering.error { try await ordering.create(other, requestID: id) }
        #expect(error?.reason == "REQUEST_ID_REUSED")
      }
    }
  }

  @Test func aRepeatGetsTheFirstAnswer() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      let (createID, acceptID) = (UUID().uuidString, UUID().uuidString)
      try await bench.run { ordering in
        let order = try await ordering.create(reservation, requestID: createID)
        let accepted = try await ordering.accept(order.name, requestID: acceptID)
        #expect(try await ordering.create(reservation, requestID: createID) == order)
        #expect(try await ordering.accept(order.name, requestID: acceptID) == accepted)
        #expect(accepted.state == .provisioned)
      }
    }
  }
}

extension OrderingV1.Order {
  /// An order of two numbers that the system chooses.
  static let two = OrderingV1.Order(selection: .quantity(.init(count: 2)))
}
