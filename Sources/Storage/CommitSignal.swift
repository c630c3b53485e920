import Synchronization

/// Wakes the readers of the outbox when new events are durable.
final class CommitSignal: Sendable {
  private struct State {
    var subscribers: [Int: AsyncStream<Void>.Continuation] = [:]
    var observers: [@Sendable () -> Void] = []
    var lastID = 0
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Wake-ups that come together are one; the stream ends when the database is closed.
  func subscribe() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let id: Int? = state.withLock { state in
      guard !state.isClosed else { return nil }
      state.lastID += 1
      state.subscribers[state.lastID] = continuation
      return state.lastID
    }
    guard let id else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.subscribers.removeValue(forKey: id) }
    }
    return stream
  }

  /// See ``Database/afterCommit(_:)``.
  func observe(_ observer: @escaping @Sendable () -> Void) {
    state.withLock { $0.observers.append(observer) }
  }

  func tellObservers() {
    for observer in state.withLock({ $0.observers }) { observer() }
  }

  func announce() {
    for subscriber in state.withLock({ Array($0.subscribers.values) }) { subscriber.yield() }
  }

  func close() {
    let subscribers = state.withLock { state in
      state.isClosed = true
      defer { state.subscribers = [:] }
      state.observers = []
      return Array(state.subscribers.values)
    }
    // Outside the lock, because finishing calls `onTermination`.
    for subscriber in subscribers { subscriber.finish() }
  }
}
