import Foundation
import OrderingRules
import Telephony
import Testing

/// The machine as the code has it, as `successors` says it, and as the README draws it: all three are the same.
@Suite struct OrderMachineTests {
  private static let beginnings = [
    begun(draft()), begun(draft(selfService, .quantity(2, criteria), .backorder)),
    begun(draft(selfService, .reservation(name: "r", fencingToken: 7)), reserved: numbers),
    begun(draft(assisted)), begun(draft(assisted, .quantity(2, criteria), .backorder)),
    begun(draft(australia)),
  ]

  private static let commands: [OrderCommand] =
    documents + [
      .removeDocument(id: "d1"), .giveEmergencyInformation(calendar), submit,
      accept, accepting(.missing), accepting(.unknown), accepting(.given, isAdministrator: false), .cancel,
      .recordAddress(.given), .recordAddress(.missing), .recordAddress(.unknown),
      .approve, .ask(message: "More."), .reject(message: "No."), reserve,
      .recordReservationRefused(reason: "INSUFFICIENT_STOCK"), .recordReservationRefused(reason: "OTHER"),
      hold, .recordHoldRefused(reason: "RESERVATION_EXPIRED"), .recordHoldRefused(reason: "OTHER"),
      .recordAssignment(numbers), .recordAssignmentRefused(reason: "HOLD_LOST"), .recordRelease,
      .recordReleaseRefused(reason: "GONE"),
    ]

  private struct Transition: Hashable {
    let from: OrderPhase
    let to: OrderPhase
  }

  /// Everything that can be reached, found by trying every command on every order that differs.
  private static let reached: (phases: Set<OrderPhase>, transitions: Set<Transition>) = {
    var open = beginnings
    var seen: Set<String> = []
    var phases: Set<OrderPhase> = []
    var transitions: Set<Transition> = []
    while let order = open.popLast() {
      phases.insert(order.phase)
      for command in commands {
        guard let next = try? order.applying(command, by: "p", now: order.updateTime + .seconds(1)),
          next.history.count <= 14
        else { continue }
        if next.phase != order.phase { transitions.insert(Transition(from: order.phase, to: next.phase)) }
        if seen.insert(kind(of: next)).inserted { open.append(next) }
      }
    }
    return (phases, transitions)
  }()

  /// What decides about what an order can do next.
  private static func kind(of order: Order) -> String {
    let application = order.application
    return "\(order.phase) \(order.draft.kind) \(order.draft.fulfillment) \(order.isIntent) \(order.attempt) "
      + "\(order.draft.selection.isReservedByOrder) \(application?.documents.map(\.kind.rawValue).sorted() ?? []) "
      + "\(application?.hasEmergencyInformation ?? false) \(application?.terms.documents.count ?? -1)"
  }

  @Test func everyPhaseIsReached() {
    #expect(Self.reached.phases == Set(OrderPhase.allCases))
  }

  @Test func successorsAreWhatCanHappen() {
    for phase in OrderPhase.allCases {
      let found = Set(Self.reached.transitions.filter { $0.from == phase }.map(\.to))
      #expect(found == phase.successors, "\(phase)")
    }
  }

  @Test func theDiagramIsTheMachine() throws {
    let drawn = try Self.readme().components(separatedBy: "\n").compactMap { line -> Transition? in
      let parts = line.trimmingCharacters(in: .whitespaces).components(separatedBy: " --> ")
      guard parts.count == 2, let from = OrderPhase(rawValue: parts[0]),
        let to = OrderPhase(rawValue: parts[1].components(separatedBy: ":")[0])
      else { return nil }
      return Transition(from: from, to: to)
    }
    #expect(Set(drawn) == Self.reached.transitions)
    #expect(drawn.count == Set(drawn).count)
  }

  @Test func theTableSaysStateAndActor() throws {
    for phase in OrderPhase.allCases {
      let status = OrderStatus(phase: phase, failure: "X", message: "", actUntil: nil)
      let row = try #require(
        try Self.readme().components(separatedBy: "\n").first { $0.hasPrefix("| \(phase.rawValue) |") }
      )
      let cells = row.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(cells[2] == "`\(phase.state.rawValue)`")
      #expect(cells[4] == status.nextActor, "\(phase)")
      #expect(status.reason == "X" || cells[3].contains("`\(status.reason)`"), "\(phase)")
    }
  }

  @Test func theNextStatesAreThoseOfTheAPI() {
    #expect(OrderPhase.waitingForTerms.nextStates() == [.provisioned, .error, .canceled])
    #expect(OrderPhase.underReview.nextStates() == [.provisioned, .error, .actionRequired, .canceled])
    #expect(OrderPhase.actionRequired.nextStates() == [.pending, .canceled])
    #expect(OrderPhase.provisioned.nextStates().isEmpty)
  }

  private static func readme() throws -> String {
    let root = #filePath.components(separatedBy: "/").dropLast(3).joined(separator: "/")
    return try String(contentsOfFile: "\(root)/Services/Ordering/README.md", encoding: .utf8)
  }

  /// Whatever happens in whatever order: versions and history only grow, settled phases stay, a phase with a step is
  /// never settled, every status says something, and no number gets lost.
  @Test(arguments: [UInt64.random(in: 0...UInt64.max), 1, 2, 3])
  func everySequenceOfCommandsKeepsTheInvariants(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    for _ in 0..<400 {
      guard var order = Self.beginnings.randomElement(using: &generator) else { return }
      for _ in 0..<30 {
        let command = Self.commands.randomElement(using: &generator) ?? .cancel
        let next = (try? order.applying(command, by: "p", now: order.updateTime + .seconds(1))) ?? order
        #expect(next == order || next.version == order.version + 1, "seed \(seed)")
        #expect(next.history.starts(with: order.history), "seed \(seed)")
        #expect(!order.phase.isSettled || next == order, "seed \(seed)")
        #expect(!next.phase.isSettled || next.phase.step == nil, "seed \(seed)")
        #expect(!next.status.reason.isEmpty && !next.status.meaning.isEmpty, "seed \(seed)")
        #expect(next.history.last?.status == next.status || next == order, "seed \(seed)")
        #expect(
          next.phase != .provisioned || next.numbers.allSatisfy { $0.outcome != .requested },
          "seed \(seed)"
        )
        order = next
      }
    }
  }
}
