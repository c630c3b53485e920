import Messages
import OrderingRules
import OrderingStore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

/// Answers the calls of `trunkline.ordering.v1.OrderingService`.
struct OrderingServer: OrderingV1.OrderingService {
  let database: Database
  let clock: any WallClock
  let writes: IdempotentWrites
  let journal: OrderJournal
  let sagas: SagaRunner
  let reservations: ReservationLookup
  let catalog: CatalogCopy
  let stopping: StopSignal

  static let orderPattern = "organizations/*/orders/*"

  func getOrder(
    _ request: OrderingV1.GetOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try context.resource(request.name, pattern: Self.orderPattern, field: "name")
    return OrderingV1.Order(try await visibleOrder(name.text))
  }

  func listOrders(
    _ request: OrderingV1.ListOrdersRequest,
    context: ServerContext
  ) async throws -> OrderingV1.ListOrdersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let size = try PageSize(request.pageSize, standard: 50, largest: 1_000).count
    let before = try PageToken(request.pageToken).before
    let orders = try await database.read { transaction in
      try OrderReader(transaction).orders(ofOrganization: parent.id, before: before, limit: size + 1)
    }
    let page = orders.prefix(size)
    let isLast = orders.count <= size
    return OrderingV1.ListOrdersResponse(
      orders: page.map { OrderingV1.Order($0.order) },
      nextPageToken: isLast ? "" : page.last.map { PageToken(before: $0.sequence).text } ?? ""
    )
  }

  /// An order that its customer may know of.
  func visibleOrder(_ name: String) async throws -> Order {
    let stored = try await database.read { try OrderReader($0).order(named: name) }
    guard let stored, stored.order.phase.isVisible else { throw Refusal.resourceNotFound(name) }
    return stored.order
  }
}
