import CarrierSimulatorServer
import Messages
import Protobuf
import RPC
import RPCTransport
import ServiceKit
import Synchronization

/// Stands for a service whose events are followed: what is published is sent to whoever watches.
final class EventSource<Event: ProtobufMessage & Hashable>: Sendable {
  private struct State {
    var events: [(sequence: Int64, event: Event)] = []
    var cursors: [Int64] = []
    var watchers: [AsyncStream<Void>.Continuation] = []
  }

  private let state = Mutex(State())
  /// Whether it sends everything again to whoever comes back, as a broken one would.
  private let repeatsItself: Bool

  init(repeatsItself: Bool = false) {
    self.repeatsItself = repeatsItself
  }

  func publish(_ event: Event, sequence: Int64) {
    let watchers = state.withLock { state in
      state.events.append((sequence, event))
      return state.watchers
    }
    for watcher in watchers { watcher.yield() }
  }

  /// The cursors that were asked for, in order.
  var cursors: [Int64] { state.withLock { $0.cursors } }

  func watch(from cursor: Int64, to responses: ResponseWriter<Event>) async throws {
    let (signals, watcher) = AsyncStream<Void>.makeStream()
    state.withLock { state in
      state.cursors.append(cursor)
      state.watchers.append(watcher)
    }
    watcher.yield()
    try await responses.sendHeaders()
    var sent = 0
    for await _ in signals {
      let events = state.withLock { Array($0.events[sent...]) }
      sent += events.count
      for (sequence, event) in events where repeatsItself || sequence == 0 || sequence > cursor {
        try await responses.write(event)
      }
    }
  }
}

/// Both services that emergency addresses follow, and the simulated emergency provider, on one port.
struct Sources {
  let catalog: EventSource<CatalogV1.CatalogEvent>
  let inventory: EventSource<InventoryV1.InventoryEvent>

  init(repeatThemselves: Bool = false) {
    catalog = EventSource(repeatsItself: repeatThemselves)
    inventory = EventSource(repeatsItself: repeatThemselves)
  }

  func publish(_ sequence: Int64, _ resource: CatalogV1.CatalogEvent.Resource) {
    catalog.publish(CatalogV1.CatalogEvent(sequence: sequence, resource: resource), sequence: sequence)
  }

  func assign(_ sequence: Int64, _ numbers: [String], to location: String) {
    let change = InventoryV1.NumbersAssigned(location: location, order: "", phoneNumbers: numbers)
    inventory.publish(
      InventoryV1.InventoryEvent(sequence: sequence, change: .numbersAssigned(change)),
      sequence: sequence
    )
  }

  func unassign(_ sequence: Int64, _ numbers: [String], from location: String) {
    let change = InventoryV1.NumbersUnassigned(location: location, state: .aging, phoneNumbers: numbers)
    inventory.publish(
      InventoryV1.InventoryEvent(sequence: sequence, change: .numbersUnassigned(change)),
      sequence: sequence
    )
  }

  func setUser(_ sequence: Int64, _ number: String, _ user: String?) {
    let change = InventoryV1.AssigneeChanged(
      location: office,
      phoneNumber: number,
      assignee: user.map { .init(kind: .user, id: $0) }
    )
    inventory.publish(
      InventoryV1.InventoryEvent(sequence: sequence, change: .assigneeChanged(change)),
      sequence: sequence
    )
  }

  /// Serves all; the port says where.
  ///
  /// - Parameter clock: of the emergency provider.
  func serve(port: Int = 0, clock: any WallClock = SystemClock()) async throws -> (
    server: RPCServer, port: Int
  ) {
    let catalog = catalog
    let inventory = inventory
    let definitions = [
      ServiceDefinition(
        name: CatalogV1.ProviderCatalogServiceMethods.watchEvents.service,
        methods: [
          .serverStreaming(CatalogV1.ProviderCatalogServiceMethods.watchEvents) {
            (request: CatalogV1.WatchEventsRequest, responses, _) in
            try await catalog.watch(from: request.cursor, to: responses)
          }
        ]
      ),
      ServiceDefinition(
        name: InventoryV1.InventoryServiceMethods.watchEvents.service,
        methods: [
          .serverStreaming(InventoryV1.InventoryServiceMethods.watchEvents) {
            (request: InventoryV1.WatchEventsRequest, responses, _) in
            try await inventory.watch(from: request.cursor, to: responses)
          }
        ]
      ),
    ]
    let provider = CarrierSimulator.services(clock: clock, stopping: StopSignal())
    let server = RPCServer(configuration: .init(port: port), services: definitions + provider)
    let address = try await server.start()
    return (server, address.port ?? 0)
  }
}
