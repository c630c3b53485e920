import Messages
import RPC
import Synchronization

/// Stands in for the inventory: holds, assigns and releases with the inventory's answers, and fails on demand.
final class FakeInventory: Sendable {
  enum Step: Hashable, Sendable, CaseIterable {
    case hold, assign, release
  }

  /// Which call fails, and whether it was carried out before its answer got lost.
  struct Fault: Hashable, Sendable {
    var step: Step
    var isCarriedOut: Bool
  }

  private struct State {
    var reservations: [String: InventoryV1.Reservation] = [:]
    var assigned: [String: String] = [:]
    var fault: Fault?
    var refusal: (step: Step, error: RPCError)?
    var calls: [Step: Set<String>] = [:]
    var lastReservation = 0
  }

  private let state = Mutex(State())

  /// Fails a call until it is nil again.
  func setFault(_ fault: Fault?) { state.withLock { $0.fault = fault } }

  func refuse(_ step: Step, _ error: RPCError) { state.withLock { $0.refusal = (step, error) } }

  /// The request ids under which a call was made.
  func requestIDs(_ step: Step) -> Set<String> { state.withLock { $0.calls[step] ?? [] } }

  func reservation(_ name: String) -> InventoryV1.Reservation? { state.withLock { $0.reservations[name] } }

  /// Who has a number.
  func location(of number: String) -> String? { state.withLock { $0.assigned[number] } }

  /// Numbers in hands of orders, whether held or assigned.
  var numbersTaken: Int {
    state.withLock { state in
      state.assigned.count
        + state.reservations.values.filter { $0.state == .heldByOrder }.flatMap(\.phoneNumbers).count
    }
  }

  func reserve(_ count: Int, organization: String, block: Bool = false) -> InventoryV1.Reservation {
    state.withLock { state in
      state.lastReservation += 1
      let start = 12_015_550_000 + state.lastReservation * 100
      let reservation = InventoryV1.Reservation(
        name: "organizations/\(organization)/reservations/r\(state.lastReservation)",
        phoneNumbers: (0..<count).map { "+\(start + $0)" },
        state: .active,
        fencingToken: Int64(1_000 + state.lastReservation),
        block: block
      )
      state.reservations[reservation.name] = reservation
      return reservation
    }
  }

  func expire(_ name: String) { state.withLock { $0.reservations[name]?.state = .expired } }

  var definition: ServiceDefinition {
    typealias Methods = InventoryV1.InventoryServiceMethods
    return ServiceDefinition(
      name: "trunkline.inventory.v1.InventoryService",
      methods: [
        .unary(Methods.getReservation) { (request: InventoryV1.GetReservationRequest, _) in
          try self.state.withLock { try Self.find(request.name, &$0) }
        },
        .unary(Methods.holdForOrder) { (request: InventoryV1.HoldForOrderRequest, _) in
          try self.perform(.hold, request.requestId) { try Self.hold(request, &$0) }
        },
        .unary(Methods.assignNumbers) { (request: InventoryV1.AssignNumbersRequest, _) in
          try self.perform(.assign, request.requestId) { try Self.assign(request, &$0) }
        },
        .unary(Methods.releaseOrderHold) { (request: InventoryV1.ReleaseOrderHoldRequest, _) in
          try self.perform(.release, request.requestId) { Self.release(request, &$0) }
        },
      ]
    )
  }

  private func perform<Answer>(
    _ step: Step,
    _ requestID: String,
    _ body: (inout State) throws -> Answer
  ) throws -> Answer {
    try state.withLock { state in
      state.calls[step, default: []].insert(requestID)
      if let refusal = state.refusal, refusal.step == step { throw refusal.error }
      let fault = state.fault
      if fault == Fault(step: step, isCarriedOut: false) { throw RPCError(.unavailable, message: "down") }
      let answer = try body(&state)
      if fault == Fault(step: step, isCarriedOut: true) { throw RPCError(.unavailable, message: "lost") }
      return answer
    }
  }

  private static func find(_ name: String, _ state: inout State) throws -> InventoryV1.Reservation {
    guard let reservation = state.reservations[name] else {
      throw RPCError(.notFound, reason: "RESOURCE_NOT_FOUND", message: "There is no \(name).")
    }
    return reservation
  }

  private static func hold(
    _ request: InventoryV1.HoldForOrderRequest,
    _ state: inout State
  ) throws -> InventoryV1.Reservation {
    var reservation = try find(request.reservation, &state)
    if reservation.order == request.order { return reservation }
    guard reservation.state == .active else {
      throw RPCError(
        .failedPrecondition,
        reason: "RESERVATION_\(reservation.state.name)",
        message: "The reservation is \(reservation.state.name)."
      )
    }
    reservation.state = .heldByOrder
    reservation.order = request.order
    state.reservations[reservation.name] = reservation
    return reservation
  }

  private static func assign(
    _ request: InventoryV1.AssignNumbersRequest,
    _ state: inout State
  ) throws -> InventoryV1.AssignNumbersResponse {
    guard var reservation = state.reservations.values.first(where: { $0.order == request.order }),
      reservation.state == .heldByOrder || reservation.state == .consumed
    else {
      throw RPCError(.failedPrecondition, reason: "NOTHING_HELD", message: "The order holds nothing.")
    }
    reservation.state = .consumed
    state.reservations[reservation.name] = reservation
    for number in reservation.phoneNumbers { state.assigned[number] = request.location }
    return InventoryV1.AssignNumbersResponse(phoneNumbers: reservation.phoneNumbers)
  }

  private static func release(
    _ request: InventoryV1.ReleaseOrderHoldRequest,
    _ state: inout State
  ) -> InventoryV1.ReleaseOrderHoldResponse {
    guard var reservation = state.reservations.values.first(where: { $0.order == request.order }),
      reservation.state == .heldByOrder
    else { return InventoryV1.ReleaseOrderHoldResponse() }
    reservation.state = .released
    state.reservations[reservation.name] = reservation
    return InventoryV1.ReleaseOrderHoldResponse(phoneNumbers: reservation.phoneNumbers)
  }
}
