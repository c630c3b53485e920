import Messages
import RPC
import Synchronization

/// `grpc.health.v1`: whether the server, and each of its services, takes calls.
public final class Health: Sendable {
  typealias Status = HealthV1.HealthCheckResponse.ServingStatus

  private struct Watcher {
    let service: String
    let continuation: AsyncStream<Status>.Continuation
  }

  private struct State {
    /// By name of the service; the empty name is the server as a whole.
    var statuses: [String: Status]
    var watchers: [Int: Watcher] = [:]
    var nextWatcher = 0
    var isStopped = false
  }

  private let state: Mutex<State>

  /// Nothing serves until ``setServing(_:)`` says so.
  public init(services: [String]) {
    let names = [""] + services
    state = Mutex(State(statuses: Dictionary(names.map { ($0, .notServing) }) { first, _ in first }))
  }

  /// Says for the server and all its services whether they take calls.
  public func setServing(_ isServing: Bool) {
    state.withLock { state in
      for service in state.statuses.keys { set(service, isServing, &state) }
    }
  }

  /// Says it for one service.
  public func setServing(_ isServing: Bool, service: String) {
    state.withLock { set(service, isServing, &$0) }
  }

  /// Whether the server as a whole takes calls.
  public var isServing: Bool { status(of: "") == .serving }

  /// Tells every watcher that nothing serves any more, and ends their streams, so that they do not delay a
  /// shutdown.
  public func stop() {
    setServing(false)
    let watchers = state.withLock { state in
      defer { state.watchers = [:] }
      state.isStopped = true
      return state.watchers
    }
    for watcher in watchers.values { watcher.continuation.finish() }
  }

  func status(of service: String) -> Status? {
    state.withLock { $0.statuses[service] }
  }

  /// The status now, and again after every change. A slow reader misses what was true in between, never the
  /// latest.
  func statuses(of service: String) -> AsyncStream<Status> {
    let (stream, continuation) = AsyncStream.makeStream(of: Status.self, bufferingPolicy: .bufferingNewest(1))
    let id = state.withLock { state -> Int in
      state.nextWatcher += 1
      state.watchers[state.nextWatcher] = Watcher(service: service, continuation: continuation)
      continuation.yield(state.statuses[service] ?? .serviceUnknown)
      if state.isStopped { continuation.finish() }
      return state.nextWatcher
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.watchers[id] = nil }
    }
    return stream
  }

  var watcherCount: Int { state.withLock { $0.watchers.count } }

  private func set(_ service: String, _ isServing: Bool, _ state: inout State) {
    let status: Status = isServing && !state.isStopped ? .serving : .notServing
    guard state.statuses.updateValue(status, forKey: service) != status else { return }
    for watcher in state.watchers.values where watcher.service == service {
      watcher.continuation.yield(status)
    }
  }
}
