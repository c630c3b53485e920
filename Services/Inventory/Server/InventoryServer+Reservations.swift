import InventoryRules
import Messages
import Protobuf
import RPC
import ServiceKit
import Telephony

extension InventoryServer {
  public func reserveNumbers(
    _ request: InventoryV1.ReserveNumbersRequest,
    context: ServerContext,
    reply: Reply<InventoryV1.Reservation>
  ) throws {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let command = try ReserveCommand(request, organization: parent.organization, catalog.offers)
    try change(request, request.requestId, context, reply) { (inventory, now) throws(Refusal) in
      try inventory.reserve(command, now: now)
    }
  }

  public func getReservation(
    _ request: InventoryV1.GetReservationRequest,
    context: ServerContext
  ) throws -> InventoryV1.Reservation {
    let name = try ReservationName(request.name, field: "name", context: context)
    let reservation = try memory.durableReservation(name.id, name.organization)
    return try message(reservation.asOf(clock.now()))
  }

  public func extendReservation(
    _ request: InventoryV1.ExtendReservationRequest,
    context: ServerContext,
    reply: Reply<InventoryV1.Reservation>
  ) throws {
    let name = try ReservationName(request.name, field: "name", context: context)
    try change(request, request.requestId, context, reply) { (inventory, now) throws(Refusal) in
      try inventory.extend(name.id, organization: name.organization, now: now)
    }
  }

  public func releaseReservation(
    _ request: InventoryV1.ReleaseReservationRequest,
    context: ServerContext,
    reply: Reply<InventoryV1.Reservation>
  ) throws {
    let name = try ReservationName(request.name, field: "name", context: context)
    try change(request, request.requestId, context, reply) { (inventory, now) throws(Refusal) in
      try inventory.release(name.id, organization: name.organization, now: now)
    }
  }

  private func change(
    _ request: some ProtobufMessage,
    _ requestID: String,
    _ context: ServerContext,
    _ reply: Reply<InventoryV1.Reservation>,
    _ command: @escaping @Sendable (inout Inventory, Instant) throws(Refusal) -> Decision<Reservation>
  ) throws {
    let now = clock.now()
    try writes.run(request, requestID: requestID, context: context, reply: reply) { transaction in
      let reservation = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        try command(&inventory, now)
      }
      return try message(reservation)
    }
  }

  /// What is held without being ordered is an offer, with the limits of its use (domain.md section 2).
  private func message(_ reservation: Reservation) throws(Refusal) -> InventoryV1.Reservation {
    var message = InventoryV1.Reservation(reservation, limits: memory.limits)
    guard reservation.state == .active else { return message }
    let limits = try memory.countries(of: reservation.numbers).map {
      catalog.offers.offer(in: $0)?.useLimits ?? []
    }
    message.useLimits =
      limits.count == 1 ? limits[0] : Set(limits.joined()).sorted { $0.rawValue < $1.rawValue }
    return message
  }
}
