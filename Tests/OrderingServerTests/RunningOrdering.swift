import Foundation
import Messages
import RPC
import RPCTransport
import ServiceKit
import Testing

/// Calls a running Ordering as one principal or another.
struct RunningOrdering: Sendable {
  let channel: ClientChannel

  var client: OrderingV1.OrderingServiceClient { OrderingV1.OrderingServiceClient(channel) }

  func options(_ principal: String) -> CallOptions {
    CallOptions(timeout: .seconds(10)).calling(withAPIKey: principal)
  }

  func create(
    _ reservation: InventoryV1.Reservation,
    location: String = "hq",
    organization: String = "acme",
    token: Int64? = nil,
    requestID: String = UUID().uuidString,
    validateOnly: Bool = false,
    as principal: String = "acme-admin"
  ) async throws -> OrderingV1.Order {
    let order = OrderingV1.Order(
      location: "organizations/\(organization)/locations/\(location)",
      reservation: reservation.name,
      fencingToken: token ?? reservation.fencingToken
    )
    let request = OrderingV1.CreateOrderRequest(
      parent: "organizations/\(organization)",
      order: order,
      requestId: requestID,
      validateOnly: validateOnly
    )
    return try await client.createOrder(request, options: options(principal))
  }

  /// Waits until the catalog's news of an organization have come, before which no partner of it gets an answer.
  func waitUntilKnown(_ organization: String, as principal: String) async throws {
    while true {
      do {
        _ = try await client.listOrders(
          .init(parent: "organizations/\(organization)"),
          options: options(principal)
        )
        return
      } catch let error as RPCError {
        guard error.code == .unavailable else { return }
        try await Task.sleep(for: .milliseconds(2))
      }
    }
  }

  /// Orders what a message says, for a location of acme.
  func create(
    _ order: OrderingV1.Order,
    at location: String = "hq",
    organization: String = "acme",
    requestID: String = UUID().uuidString,
    validateOnly: Bool = false,
    as principal: String = "acme-admin"
  ) async throws -> OrderingV1.Order {
    var order = order
    order.location = "organizations/\(organization)/locations/\(location)"
    let request = OrderingV1.CreateOrderRequest(
      parent: "organizations/\(organization)",
      order: order,
      requestId: requestID,
      validateOnly: validateOnly
    )
    return try await client.createOrder(request, options: options(principal))
  }

  func reconcile(validateOnly: Bool = false) async throws -> OrderingV1.ReconcileOrdersResponse {
    try await client.reconcileOrders(.init(validateOnly: validateOnly), options: options("operator"))
  }

  func billingEvents(_ organization: String = "acme") async throws -> [OrderingV1.BillingEvent] {
    let principal = "\(organization)-admin"
    return try await client.listBillingEvents(
      .init(parent: "organizations/\(organization)"),
      options: options(principal)
    )
    .events
  }

  func accept(
    _ name: String,
    requestID: String = UUID().uuidString,
    as principal: String = "acme-admin"
  ) async throws -> OrderingV1.Order {
    let request = OrderingV1.AcceptTermsOfServiceRequest(name: name, requestId: requestID)
    return try await client.acceptTermsOfService(request, options: options(principal))
  }

  func cancel(_ name: String, as principal: String = "acme-admin") async throws -> OrderingV1.Order {
    let request = OrderingV1.CancelOrderRequest(name: name, requestId: UUID().uuidString)
    return try await client.cancelOrder(request, options: options(principal))
  }

  func get(_ name: String, as principal: String = "acme-admin") async throws -> OrderingV1.Order {
    try await client.getOrder(OrderingV1.GetOrderRequest(name: name), options: options(principal))
  }

  func list(size: Int32 = 0, token: String = "") async throws -> OrderingV1.ListOrdersResponse {
    let request = OrderingV1.ListOrdersRequest(
      parent: "organizations/acme",
      pageSize: size,
      pageToken: token
    )
    return try await client.listOrders(request, options: options("acme-admin"))
  }

  /// Follows the events from the beginning until an order reaches a status.
  func event(withStatus reason: String) async throws -> OrderingV1.Order? {
    let events = try await client.watchEvents(
      OrderingV1.WatchEventsRequest(),
      options: options("follower")
    )
    defer { events.cancel() }
    for try await event in events {
      if let order = event.order, order.status?.reason == reason { return order }
    }
    return nil
  }

  /// The error that a call ends with.
  func error<Answer>(_ call: () async throws -> Answer) async -> RPCError? {
    do {
      _ = try await call()
      Issue.record("the call succeeded")
    } catch let error as RPCError {
      return error
    } catch {
      Issue.record(error)
    }
    return nil
  }
}
