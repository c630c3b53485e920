import OrderingRules
import Telephony
import Testing

private let start = Instant(milliseconds: 1_700_000_000_000)
private let numbers = [12_015_550_123, 12_015_550_124].compactMap(TelephoneNumber.init(digits:))

private func begun() -> Order {
  let request = OrderRequest(
    organization: "acme",
    location: "organizations/acme/locations/hq",
    reservation: "organizations/acme/reservations/r1",
    fencingToken: 7
  )
  return Order.begun(
    name: "organizations/acme/orders/o1",
    draft: request.draft,
    numbers: numbers,
    by: "keys/admin",
    now: start
  )
}

/// Orders by the shortest way to each phase.
private func order(in phase: OrderPhase) throws -> Order {
  let ways: [OrderPhase: [OrderCommand]] = [
    .holding: [],
    .waitingForTerms: [hold],
    .assigning: [hold, accept],
    .canceling: [hold, .cancel],
    .compensating: [hold, accept, .recordAssignmentRefused(reason: "HOLD_LOST")],
    .provisioned: [hold, accept, .recordAssignment(numbers)],
    .canceled: [hold, .cancel, .recordRelease],
    .failed: [hold, accept, .recordAssignmentRefused(reason: "HOLD_LOST"), .recordRelease],
  ]
  return try #require(ways[phase]).reduce(begun()) { order, command in
    try order.applying(command, by: "keys/admin", now: order.updateTime + .seconds(1))
  }
}

private let hold = OrderCommand.recordHold(numbers)
private let accept = OrderCommand.acceptTerms(isCustomerAdministrator: true)
private let everyCommand: [OrderCommand] = [
  hold, accept, .acceptTerms(isCustomerAdministrator: false), .cancel, .recordAssignment(numbers),
  .recordAssignmentRefused(reason: "HOLD_LOST"), .recordRelease, .recordReleaseRefused(reason: "GONE"),
]

@Suite struct OrderTransitionTests {
  @Test(arguments: OrderPhase.allCases)
  func everyPhaseIsReached(phase: OrderPhase) throws {
    #expect(try order(in: phase).phase == phase)
  }

  @Test func happyPathLeavesItsTrace() throws {
    let order = try order(in: .provisioned)
    #expect(order.history.map(\.event) == [.created, .numbersHeld, .termsAccepted, .provisioned])
    #expect(order.numbers.allSatisfy { $0.outcome == .assigned })
    #expect(order.version == 4)
    #expect(order.createTime == start)
    #expect(order.updateTime == start + .seconds(3))
    #expect(order.phase.isSettled)
  }

  @Test func partnerIsToldThatTheCustomerMustSign() throws {
    let error = #expect(throws: Refusal.self) {
      try order(in: .waitingForTerms).applying(
        .acceptTerms(isCustomerAdministrator: false),
        by: "keys/partner",
        now: start
      )
    }
    #expect(error?.kind == .permission)
    #expect(error?.reason == "CUSTOMER_MUST_SIGN")
  }

  @Test(arguments: [OrderPhase.assigning, .provisioned])
  func acceptingAgainChangesNothing(phase: OrderPhase) throws {
    let order = try order(in: phase)
    #expect(try order.applying(accept, by: "keys/other", now: start + .seconds(99)) == order)
  }

  @Test(arguments: [OrderPhase.canceling, .canceled])
  func cancelingAgainChangesNothing(phase: OrderPhase) throws {
    let order = try order(in: phase)
    #expect(try order.applying(.cancel, by: "keys/other", now: start + .seconds(99)) == order)
  }

  @Test(arguments: [
    (OrderPhase.assigning, "ORDER_IN_PROGRESS"), (.provisioned, "ORDER_PROVISIONED"),
    (.failed, "ORDER_ENDED"),
    (.holding, "RESOURCE_NOT_FOUND"),
  ])
  func cancelIsRefused(phase: OrderPhase, reason: String) throws {
    let error = #expect(throws: Refusal.self) {
      try order(in: phase).applying(.cancel, by: "keys/admin", now: start)
    }
    #expect(error?.reason == reason)
  }

  @Test func refusedAssignmentGivesTheNumbersBackAndSaysWhy() throws {
    let compensating = try order(in: .compensating)
    #expect(compensating.phase.step == .release)
    let failed = try order(in: .failed)
    #expect(failed.status.reason == "HOLD_LOST")
    #expect(failed.status.meaning.contains("TAC case"))
    #expect(failed.numbers.allSatisfy { $0.outcome == .failed && $0.reason == "HOLD_LOST" })
  }

  @Test func numberThatWasNotAssignedIsNotDroppedSilently() throws {
    let order = try order(in: .assigning)
      .applying(.recordAssignment([numbers[0]]), by: "services/ordering", now: start)
    #expect(order.numbers.map(\.outcome) == [.assigned, .failed])
    #expect(order.numbers[1].reason == "NOT_ASSIGNED")
  }

  /// Whatever happens in whatever order: versions and history only grow, settled phases stay, a phase with a step is
  /// never settled, and every status says something.
  @Test(arguments: [UInt64.random(in: 0...UInt64.max), 1, 2, 3])
  func everySequenceOfCommandsKeepsTheInvariants(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    for _ in 0..<200 {
      var order = begun()
      for _ in 0..<12 {
        let command = everyCommand.randomElement(using: &generator) ?? .cancel
        let next = (try? order.applying(command, by: "p", now: order.updateTime + .seconds(1))) ?? order
        #expect(next == order || next.version == order.version + 1, "seed \(seed)")
        #expect(next.history.starts(with: order.history), "seed \(seed)")
        #expect(!order.phase.isSettled || next == order, "seed \(seed)")
        #expect(!next.phase.isSettled || next.phase.step == nil, "seed \(seed)")
        #expect(!next.status.reason.isEmpty && !next.status.meaning.isEmpty, "seed \(seed)")
        order = next
      }
    }
  }
}

struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
