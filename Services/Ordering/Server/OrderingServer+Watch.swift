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
    let name = try order(request.name, for: OrderAccess.reading, context).text
    let version = ETag.version(request.afterEtag)
    guard request.afterEtag.isEmpty || version > 0 else {
      throw Refusal(violations: [
        Violation(
          field: "after_etag",
          reason: "INVALID_ETAG",
          description: "It is no etag of an order. Give the one that came last, or nothing."
        )
      ])
    }
    try await stopping.cancelling { try await follow(name, after: version, responses, context) }
  }

  private func follow(
    _ name: String,
    after version: Int64,
    _ responses: ResponseWriter<OrderingV1.Order>,
    _ context: ServerContext
  ) async throws {
    // Before the first read, so that no change falls between.
    var wakeUps = journal.changes.subscribe(name).makeAsyncIterator()
    var written = version
    repeat {
      let stored = try await visibleOrder(name)
      // Each order carries its whole history: whoever was away misses nothing by getting only the newest.
      if stored.order.version > written {
        try await responses.write(answer(OrderingV1.Order(stored), context))
      }
      written = max(written, stored.order.version)
      if stored.order.phase.isSettled { return }
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
      do {
        try await send(after: request.cursor, to: responses)
      } catch is CursorExpired where request.cursor == 0 {
        // The first events are not kept any more. The sequence tells the follower that some are missing.
        try await send(after: try await database.read { try $0.oldestCursor() }, to: responses)
      }
    }
  }

  private func send(
    after cursor: Int64,
    to responses: ResponseWriter<OrderingV1.OrderingEvent>
  ) async throws {
    for try await event in database.eventStream(after: cursor) {
      try await responses.write(try OrderingV1.OrderingEvent(event))
    }
  }
}

extension OrderingV1.OrderingEvent {
  init(_ event: StoredEvent) throws {
    let payload = ByteBuffer(bytes: event.payload)
    self.init(
      sequence: event.sequence,
      createTime: GoogleProtobuf.Timestamp(Instant(milliseconds: event.createTimeMilliseconds))
    )
    guard event.isAboutBilling else {
      order = try OrderingV1.Order(serialized: payload)
      return
    }
    billingEvent = try OrderingV1.BillingEvent(serialized: payload)
    billingEvent?.sequence = event.sequence
  }
}

extension StoredEvent {
  var isAboutBilling: Bool { aggregate.hasSuffix(BillingLedger.collection) }
}
