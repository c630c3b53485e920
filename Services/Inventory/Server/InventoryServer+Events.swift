import InventoryRules
import InventoryStore
import Messages
import NIOCore
import RPC
import ServiceKit
import Storage
import Telephony

extension InventoryServer {
  public func watchEvents(
    _ request: InventoryV1.WatchEventsRequest,
    responses: ResponseWriter<InventoryV1.InventoryEvent>,
    context: ServerContext
  ) async throws {
    // Tells the follower that it is connected, also when nothing happens for hours.
    try await responses.sendHeaders()
    try await stopping.cancelling {
      do {
        try await send(after: request.cursor, to: responses)
      } catch is CursorExpired where request.cursor == 0 {
        // The first events are not kept any more: what they led to is.
        try await send(after: try await sendSnapshot(to: responses), to: responses)
      }
    }
  }

  private func send(
    after cursor: Int64,
    to responses: ResponseWriter<InventoryV1.InventoryEvent>
  ) async throws {
    for try await stored in database.eventStream(after: cursor) {
      var event = try InventoryV1.InventoryEvent(serialized: ByteBuffer(bytes: stored.payload))
      event.sequence = stored.sequence
      event.createTime = GoogleProtobuf.Timestamp(Instant(milliseconds: stored.createTimeMilliseconds))
      try await responses.write(event)
    }
  }

  /// Sends what is assigned. Only the last event has a sequence, so that a follower that loses the connection before
  /// it begins again.
  private func sendSnapshot(
    to responses: ResponseWriter<InventoryV1.InventoryEvent>
  ) async throws -> Int64 {
    let (cursor, records) = try await database.read { transaction in
      var records: [NumberRecord] = []
      try NumberRecordTable.forEach(in: transaction) { record in
        if record.standing.state.isInService { records.append(record) }
      }
      return (try transaction.newestSequence(), records)
    }
    for (position, record) in records.enumerated() {
      let isLast = position == records.count - 1
      let time = GoogleProtobuf.Timestamp(record.standing.since)
      let changes = Self.changes(of: record)
      for change in changes.dropLast() {
        try await responses.write(.init(sequence: 0, createTime: time, change: change))
      }
      try await responses.write(
        .init(sequence: isLast ? cursor : 0, createTime: time, change: changes.last)
      )
    }
    return cursor
  }

  /// What led to a record, as a follower that has seen nothing needs it.
  private static func changes(of record: NumberRecord) -> [InventoryV1.InventoryEvent.Change] {
    let standing = record.standing
    let assigned = InventoryV1.NumbersAssigned(
      location: standing.location,
      order: standing.order.text,
      phoneNumbers: record.numbers.map(\.e164)
    )
    let users = record.numbers.compactMap { number in
      standing.assignee.map {
        InventoryV1.AssigneeChanged(
          location: standing.location,
          phoneNumber: number.e164,
          assignee: .init($0)
        )
      }
    }
    return [.numbersAssigned(assigned)] + users.map { .assigneeChanged($0) }
  }
}
