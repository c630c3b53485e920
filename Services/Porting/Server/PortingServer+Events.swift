import Messages
import NIOCore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

extension PortingServer {
  func watchEvents(
    _ request: PortingV1.WatchEventsRequest,
    responses: ResponseWriter<PortingV1.PortingEvent>,
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
    to responses: ResponseWriter<PortingV1.PortingEvent>
  ) async throws {
    for try await event in database.eventStream(after: cursor) {
      try await responses.write(try PortingV1.PortingEvent(event))
    }
  }
}

extension PortingV1.PortingEvent {
  fileprivate init(_ event: StoredEvent) throws {
    let payload = ByteBuffer(bytes: event.payload)
    let isPortOut = event.aggregate.contains("/portOuts/")
    self.init(
      sequence: event.sequence,
      createTime: GoogleProtobuf.Timestamp(Instant(milliseconds: event.createTimeMilliseconds)),
      resource: isPortOut
        ? .portOut(try PortingV1.PortOut(serialized: payload))
        : .portOrder(try PortingV1.PortOrder(serialized: payload))
    )
  }
}
