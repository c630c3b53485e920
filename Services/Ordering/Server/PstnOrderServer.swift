import Messages
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Telephony

/// Answers the calls of `trunkline.ordering.v1.PstnOrderService`: what is listed is either kind of order.
struct PstnOrderServer: OrderingV1.PstnOrderService {
  let orders: OrderingServer

  func listPstnOrders(
    _ request: OrderingV1.ListPstnOrdersRequest,
    context: ServerContext
  ) async throws -> OrderingV1.ListPstnOrdersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    try orders.authorize(for: OrderAccess.reading, context)
    let size = try PageSize(request.pageSize, standard: 50, largest: 1_000).count
    let begin = try PstnOrderPlace(request.pageToken)
    let found = try await orders.database.read { transaction in
      let numbers = try OrderReader(transaction)
        .orders(ofOrganization: parent.id, before: begin.order, filter: OrderFilter(), limit: size + 1)
      let setUps = try SetUpTable(transaction).list(of: parent.id, before: begin.setUp, limit: size + 1)
      return Entry.merged(numbers.map(Entry.order), setUps.map { Entry.setUp($0.setUp, $0.sequence) })
    }
    let page = found.prefix(size)
    let end = page.reduce(begin) { $0.after($1) }
    return .init(
      pstnOrders: page.map { $0.message(orders, context) },
      nextPageToken: found.count > size ? end.text : ""
    )
  }
}

/// Where a page ends: a place among the orders of each kind.
private struct PstnOrderPlace {
  var order: Int64
  var setUp: Int64

  init(_ text: String) throws(Refusal) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    order = try PageToken(String(parts.first ?? "")).before
    setUp = try PageToken(parts.count > 1 ? String(parts[1]) : "").before
  }

  var text: String { "\(PageToken(before: order).text).\(PageToken(before: setUp).text)" }

  func after(_ entry: Entry) -> PstnOrderPlace {
    var place = self
    switch entry {
    case .order(let stored): place.order = stored.sequence
    case .setUp(_, let sequence): place.setUp = sequence
    }
    return place
  }
}

/// An order of either kind.
private enum Entry {
  case order(StoredOrder)
  case setUp(SetUp, Int64)

  /// Both by time, each in its own order of creation, by which pages go on.
  static func merged(_ left: [Entry], _ right: [Entry]) -> [Entry] {
    var (left, right) = (left[...], right[...])
    var merged: [Entry] = []
    while let next = left.first, let other = right.first {
      merged.append(next.createTime >= other.createTime ? left.removeFirst() : right.removeFirst())
    }
    return merged + left + right
  }

  var createTime: Instant {
    switch self {
    case .order(let stored): stored.order.createTime
    case .setUp(let setUp, _): setUp.createTime
    }
  }

  func message(_ orders: OrderingServer, _ context: ServerContext) -> OrderingV1.PstnOrder {
    switch self {
    case .order(let stored):
      return .init(order: .numberOrder(orders.answer(OrderingV1.Order(stored), context)))
    case .setUp(let setUp, _):
      let offer = orders.catalog.offers.offer(at: setUp.location)
      return .init(order: .setUpOrder(OrderingV1.SetUpOrder(setUp).stating(offer)))
    }
  }
}
