import Synchronization

/// Wakes those who watch an order when it has changed. This process is the only one that changes orders.
final class OrderChanges: Sendable {
  private struct State {
    var watchers: [String: [Int: AsyncStream<Void>.Continuation]] = [:]
    var lastID = 0
  }

  private let state = Mutex(State())

  /// Wake-ups for one order from now on; those that come together are one.
  func subscribe(_ name: String) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let id = state.withLock { state in
      state.lastID += 1
      state.watchers[name, default: [:]][state.lastID] = continuation
      return state.lastID
    }
    continuation.onTermination = { [weak self] _ in self?.unsubscribe(name, id) }
    return stream
  }

  func announce(_ name: String) {
    for watcher in state.withLock({ Array($0.watchers[name, default: [:]].values) }) { watcher.yield() }
  }

  private func unsubscribe(_ name: String, _ id: Int) {
    state.withLock { state in
      state.watchers[name]?[id] = nil
      if state.watchers[name]?.isEmpty == true { state.watchers[name] = nil }
    }
  }
}
