import InventoryRules
import Messages
import RPC
import ServiceKit
import Telephony

extension InventoryServer {
  public func reserveNumbers(
    _ request: InventoryV1.ReserveNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.Reservation {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let command = try ReserveCommand(request, organization: parent.organization)
    let now = clock.now()
    let answer = try await writes.run(request, requestID: request.requestId, context: context) {
      transaction in
      let reservation = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        try inventory.reserve(command, now: now)
      }
      return InventoryV1.Reservation(reservation, limits: memory.limits)
    }
    noteDurable(answer)
    return answer
  }

  /// The answer may be the stored one of an earlier call, which is durable as well.
  private func noteDurable(_ reservation: InventoryV1.Reservation) {
    guard let slash = reservation.name.utf8.lastIndex(of: UInt8(ascii: "/")),
      let id = Int64(reservation.name[reservation.name.utf8.index(after: slash)...])
    else { return }
    memory.noteDurable(id)
  }

  public func getReservation(
    _ request: InventoryV1.GetReservationRequest,
    context: ServerContext
  ) throws -> InventoryV1.Reservation {
    let name = try ReservationName(request.name, field: "name", context: context)
    let reservation = try memory.durableReservation(name.id, name.organization)
    return InventoryV1.Reservation(reservation.asOf(clock.now()), limits: memory.limits)
  }

  public func extendReservation(
    _ request: InventoryV1.ExtendReservationRequest,
    context: ServerContext
  ) async throws -> InventoryV1.Reservation {
    let name = try ReservationName(request.name, field: "name", context: context)
    let now = clock.now()
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      let reservation = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        try inventory.extend(name.id, organization: name.organization, now: now)
      }
      return InventoryV1.Reservation(reservation, limits: memory.limits)
    }
  }

  public func releaseReservation(
    _ request: InventoryV1.ReleaseReservationRequest,
    context: ServerContext
  ) async throws -> InventoryV1.Reservation {
    let name = try ReservationName(request.name, field: "name", context: context)
    let now = clock.now()
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      let reservation = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        try inventory.release(name.id, organization: name.organization, now: now)
      }
      return InventoryV1.Reservation(reservation, limits: memory.limits)
    }
  }
}
