import Messages
import NIOCore
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Storage
import Telephony

extension OrderingServer {
  func listBillingEvents(
    _ request: OrderingV1.ListBillingEventsRequest,
    context: ServerContext
  ) async throws -> OrderingV1.ListBillingEventsResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    try authorize(for: OrderAccess.reading, context)
    let size = try PageSize(request.pageSize, standard: 100, largest: 1_000).count
    let after = try request.pageToken.isEmpty ? 0 : PageToken(request.pageToken).before
    let events = try await database.read { transaction in
      try BillingTables(transaction).events(ofOrganization: parent.id, after: after, limit: size + 1)
    }
    let page = events.prefix(size)
    let isLast = events.count <= size
    return OrderingV1.ListBillingEventsResponse(
      events: page.map(OrderingV1.BillingEvent.init),
      nextPageToken: isLast ? "" : page.last.map { PageToken(before: $0.sequence).text } ?? ""
    )
  }

  func watchBillingEvents(
    _ request: OrderingV1.WatchBillingEventsRequest,
    responses: ResponseWriter<OrderingV1.BillingEvent>,
    context: ServerContext
  ) async throws {
    try await stopping.cancelling {
      try await responses.sendHeaders()
      for try await event in database.eventStream(after: request.cursor) where event.isAboutBilling {
        var message = try OrderingV1.BillingEvent(serialized: ByteBuffer(bytes: event.payload))
        message.sequence = event.sequence
        try await responses.write(message)
      }
    }
  }
}
