import GatewayRules
import Logging
import Messages
import Protobuf
import RPC
import ServiceKit

/// Follows the events of all services into the journal.
struct EventFollowers: Sendable {
  let services: SuiteUpstreams
  let journal: EventJournal
  let logger: Logger

  var workers: [Worker] {
    [
      follower(
        services.providerCatalog,
        CatalogV1.ProviderCatalogServiceMethods.watchEvents,
        { CatalogV1.WatchEventsRequest(cursor: $0) },
        { (event: CatalogV1.CatalogEvent) in (event.sequence, Happening(event)) }
      ),
      follower(
        services.inventory,
        InventoryV1.InventoryServiceMethods.watchEvents,
        { InventoryV1.WatchEventsRequest(cursor: $0) },
        { (event: InventoryV1.InventoryEvent) in (event.sequence, Happening(event)) }
      ),
      follower(
        services.ordering,
        OrderingV1.OrderingServiceMethods.watchEvents,
        { OrderingV1.WatchEventsRequest(cursor: $0) },
        { (event: OrderingV1.OrderingEvent) in (event.sequence, Happening(event)) }
      ),
      follower(
        services.porting,
        PortingV1.PortingServiceMethods.watchEvents,
        { PortingV1.WatchEventsRequest(cursor: $0) },
        { (event: PortingV1.PortingEvent) in (event.sequence, Happening(event)) }
      ),
      follower(
        services.emergencyAddress,
        EmergencyV1.EmergencyAddressServiceMethods.watchEvents,
        { EmergencyV1.WatchEventsRequest(cursor: $0) },
        { (event: EmergencyV1.EmergencyEvent) in (event.sequence, Happening(event)) }
      ),
    ]
  }

  private func follower<Request: ProtobufMessage, Event: ProtobufMessage>(
    _ upstream: Upstream,
    _ method: Method,
    _ request: @escaping @Sendable (_ cursor: Int64) -> Request,
    _ read: @escaping @Sendable (Event) -> (sequence: Int64, happening: Happening?)
  ) -> Worker {
    let journal = journal
    return EventFollower<Event>(
      name: upstream.name,
      cursor: { try await journal.cursor(of: upstream.name) },
      open: { cursor in
        try await upstream.channel.serverStreaming(
          method,
          request(cursor),
          options: try upstream.optionsAsService()
        )
      },
      apply: { event in
        let (sequence, happening) = read(event)
        try await journal.take(happening, sequence: sequence, from: upstream.name)
      },
      restart: { try await journal.restart(upstream.name) },
      liveness: StreamLiveness(),
      clock: journal.clock,
      logger: logger
    ).worker
  }
}
