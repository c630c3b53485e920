import Messages
import NIOCore
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  /// Writes an event into the outbox; its sequence and time are put in when it is sent.
  func publish(
    _ resource: CatalogV1.CatalogEvent.Resource,
    of name: String,
    version: Int64,
    at time: Instant,
    in transaction: Transaction
  ) throws {
    try transaction.appendEvent(
      aggregate: name,
      version: version,
      payload: Array(CatalogV1.CatalogEvent(resource: resource).serialized().readableBytesView),
      nowMilliseconds: time.milliseconds
    )
  }

  /// Publishes the rules of countries whose files have changed since they were published last.
  func publishCountries() async throws {
    let countries = countries.all
    let now = clock.now()
    try await database.write { transaction in
      for country in countries {
        let rules = Array(country.serialized().readableBytesView)
        guard let version = try CountryTable.note(rules, of: country.countryCode, in: transaction) else {
          continue
        }
        try publish(.country(country), of: country.name, version: version, at: now, in: transaction)
      }
    }
  }

  public func watchEvents(
    _ request: CatalogV1.WatchEventsRequest,
    responses: ResponseWriter<CatalogV1.CatalogEvent>,
    context: ServerContext
  ) async throws {
    // Tells the follower that it is connected, also when nothing happens for hours.
    try await responses.sendHeaders()
    try await stopping.cancelling {
      do {
        try await send(after: request.cursor, to: responses)
      } catch is CursorExpired where request.cursor == 0 {
        // The first events are not kept any more: what they led to is.
        let cursor = try await sendSnapshot(to: responses)
        try await send(after: cursor, to: responses)
      } catch let expired as CursorExpired {
        throw RPCError.cursorExpired(expired.cursor)
      }
    }
  }

  private func send(after cursor: Int64, to responses: ResponseWriter<CatalogV1.CatalogEvent>) async throws {
    for try await stored in database.eventStream(after: cursor) {
      var event = try CatalogV1.CatalogEvent(serialized: ByteBuffer(bytes: stored.payload))
      event.sequence = stored.sequence
      event.createTime = GoogleProtobuf.Timestamp(Instant(milliseconds: stored.createTimeMilliseconds))
      try await responses.write(complete(event))
    }
  }

  /// Sends all that there is, countries and partners first, organizations before their locations. Only the last event has a sequence, so that a
  /// follower that loses the connection before it begins again.
  private func sendSnapshot(to responses: ResponseWriter<CatalogV1.CatalogEvent>) async throws -> Int64 {
    let (cursor, resources) = try await database.read { transaction in
      let organizations = try OrganizationTable.all(in: transaction).map(CatalogV1.Organization.init)
      let partners = try PartnerTable.all(in: transaction).map(CatalogV1.Partner.init)
      let locations = try locationTable.all(in: transaction).map { CatalogV1.Location($0, directory) }
      let resources: [CatalogV1.CatalogEvent.Resource] =
        countries.all.map { .country($0) } + partners.map { .partner($0) }
        + organizations.map { .organization($0) } + locations.map { .location($0.withoutContact) }
        + (try noticeAddresses.organizations(in: transaction).map {
          .noticeAddresses(.init(organization: "organizations/\($0)"))
        })
      return (try transaction.newestSequence(), resources)
    }
    for (index, resource) in resources.enumerated() {
      let isLast = index == resources.count - 1
      let time = GoogleProtobuf.Timestamp(clock.now())
      try await responses.write(
        complete(CatalogV1.CatalogEvent(sequence: isLast ? cursor : 0, createTime: time, resource: resource))
      )
    }
    return cursor
  }
}

extension CatalogV1.Location {
  /// As it is published and read: personal data goes only where it is needed, and its reading is noted.
  var withoutContact: CatalogV1.Location {
    var copy = self
    copy.contractContact = nil
    return copy
  }
}

extension RPCError {
  fileprivate static func cursorExpired(_ cursor: Int64) -> RPCError {
    RPCError(
      .outOfRange,
      reason: "CURSOR_EXPIRED",
      message: "The events after \(cursor) are not kept any more. Begin again with cursor 0.",
      information: ["cursor": "\(cursor)"]
    )
  }
}
