import EmergencyAddressRules
import Messages
import NIOCore
import RPC
import ServiceKit
import Storage
import Telephony

extension EmergencyAddressServer {
  public func watchEvents(
    _ request: EmergencyV1.WatchEventsRequest,
    responses: ResponseWriter<EmergencyV1.EmergencyEvent>,
    context: ServerContext
  ) async throws {
    // Tells the follower that it is connected, also when nothing happens for hours.
    try await responses.sendHeaders()
    try await stopping.cancelling {
      do {
        try await send(after: request.cursor, to: responses)
      } catch is CursorExpired where request.cursor == 0 {
        // The first events are not kept any more: what they led to is. Calls that are past are not told again.
        try await send(after: try await sendSnapshot(to: responses), to: responses)
      }
    }
  }

  private func send(
    after cursor: Int64,
    to responses: ResponseWriter<EmergencyV1.EmergencyEvent>
  ) async throws {
    for try await stored in database.eventStream(after: cursor) {
      let payload = try cipher.open(stored.payload, place: Self.eventPlace)
      var event = try EmergencyV1.EmergencyEvent(serialized: ByteBuffer(bytes: payload))
      event.sequence = stored.sequence
      event.createTime = GoogleProtobuf.Timestamp(Instant(milliseconds: stored.createTimeMilliseconds))
      try await responses.write(event)
    }
  }

  /// Sends how every address stands. Only the last event has a sequence, so that a follower that loses the connection
  /// before it begins again.
  private func sendSnapshot(to responses: ResponseWriter<EmergencyV1.EmergencyEvent>) async throws -> Int64 {
    let (cursor, records) = try await database.read { transaction in
      (try transaction.newestSequence(), try addresses.current(in: transaction))
    }
    for (position, record) in records.enumerated() {
      try await responses.write(
        .init(
          sequence: position == records.count - 1 ? cursor : 0,
          createTime: .init(record.time),
          change: .addressChanged(.init(record))
        )
      )
    }
    return cursor
  }
}
