import Messages
import NIOCore
import OrderingRules
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

extension OrderingServer {
  func watchOrder(
    _ request: OrderingV1.WatchOrderRequest,
    responses: ResponseWriter<OrderingV1.Order>,
    context: ServerContext
  ) async throws {
    let name = try context.resource(request.name, pattern: Self.orderPattern, field: "name").text
    try await stopping.cancelling { try await follow(name, responses) }
  }

  private func follow(_ name: String, _ responses: ResponseWriter<OrderingV1.Order>) async throws {
    // Before the first read, so that no change falls between.
    var wakeUps = journal.changes.subscribe(name).makeAsyncIterator()
    var written: Int64 = 0
    repeat {
      let order = try await visibleOrder(name)
      if order.version != written { try await responses.write(OrderingV1.Order(order)) }
      written = order.version
      if order.phase.isSettled { return }
    } while await wakeUps.next() != nil
  }

  func watchEvents(
    _ request: OrderingV1.WatchEventsRequest,
    responses: ResponseWriter<OrderingV1.OrderingEvent>,
    context: ServerContext
  ) async throws {
    try await stopping.cancelling {
      // A follower learns that it is connected before anything happens.
      try await responses.sendHeaders()
      for try await event in database.eventStream(after: request.cursor) {
        try await responses.write(try OrderingV1.OrderingEvent(event))
      }
    }
  }
}

extension OrderingV1.OrderingEvent {
  init(_ event: StoredEvent) throws {
    self.init(
      sequence: event.sequence,
      createTime: GoogleProtobuf.Timestamp(Instant(milliseconds: event.createTimeMilliseconds)),
      order: try OrderingV1.Order(serialized: ByteBuffer(bytes: event.payload))
    )
  }
}
