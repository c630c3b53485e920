import Synchronization

/// Wakes those who wait for events of an organization, and the worker that sends webhooks.
final class EventHub: Sendable {
  private struct State {
    var waiting: [String: [Int: AsyncStream<Void>.Continuation]] = [:]
    var lastID = 0
  }

  private let state = Mutex(State())
  /// Signals for the webhooks' worker; many are one.
  let deliveries: AsyncStream<Void>
  private let delivering: AsyncStream<Void>.Continuation

  init() {
    (deliveries, delivering) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Wake-ups from now on; those that come together are one.
  func subscribe(_ organization: String) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let id = state.withLock { state in
      state.lastID += 1
      state.waiting[organization, default: [:]][state.lastID] = continuation
      return state.lastID
    }
    continuation.onTermination = { [weak self] _ in self?.remove(id, organization) }
    return stream
  }

  func announce(_ organization: String) {
    let waiting = state.withLock { $0.waiting[organization].map { Array($0.values) } ?? [] }
    for continuation in waiting { continuation.yield() }
    announceDeliveries()
  }

  /// Wakes all.
  func announceAll() {
    let waiting = state.withLock { $0.waiting.values.flatMap(\.values) }
    for continuation in waiting { continuation.yield() }
    announceDeliveries()
  }

  func announceDeliveries() { delivering.yield() }

  private func remove(_ id: Int, _ organization: String) {
    state.withLock { state in
      state.waiting[organization]?[id] = nil
      if state.waiting[organization]?.isEmpty == true { state.waiting[organization] = nil }
    }
  }
}
