import InventoryRules
import Messages
import RPC
import ServiceKit
import Telephony

extension InventoryServer {
  private static let orderPattern = "organizations/*/orders/*"

  public func holdForOrder(
    _ request: InventoryV1.HoldForOrderRequest,
    context: ServerContext
  ) async throws -> InventoryV1.Reservation {
    let name = try ReservationName(request.reservation, field: "reservation", context: context)
    let order = try context.resource(request.order, pattern: Self.orderPattern, field: "order")
    guard order.organization == name.organization else { throw Refusal.resourceNotFound(request.reservation) }
    let now = clock.now()
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      let reservation = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        try inventory.holdForOrder(name.id, fencingToken: request.fencingToken, order: order, now: now)
      }
      return InventoryV1.Reservation(reservation, limits: memory.limits)
    }
  }

  public func assignNumbers(
    _ request: InventoryV1.AssignNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.AssignNumbersResponse {
    let order = try context.resource(request.order, pattern: Self.orderPattern, field: "order")
    let location = try context.resource(
      request.location,
      pattern: "organizations/*/locations/*",
      field: "location"
    )
    let usage = try NumberUsage(request.usage, field: "usage")
    let now = clock.now()
    return try await deciding(order.organization, location.text, context) {
      try await writes.run(request, requestID: request.requestId, context: context) { transaction in
        let access = try self.access(to: location.text, transaction)
        let numbers = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
          try inventory.assign(
            order: order,
            location: location,
            usage: usage ?? .standard,
            access: access,
            now: now
          )
        }
        return InventoryV1.AssignNumbersResponse(phoneNumbers: numbers.map(\.e164))
      }
    }
  }

  public func releaseOrderHold(
    _ request: InventoryV1.ReleaseOrderHoldRequest,
    context: ServerContext
  ) async throws -> InventoryV1.ReleaseOrderHoldResponse {
    let order = try context.resource(request.order, pattern: Self.orderPattern, field: "order")
    let now = clock.now()
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      let numbers = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        inventory.releaseHold(order: order, now: now)
      }
      return InventoryV1.ReleaseOrderHoldResponse(phoneNumbers: numbers.map(\.e164))
    }
  }
}
