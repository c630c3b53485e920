import RPC
import Synchronization

/// Says that the service is about to stop, so that streams without end do not hold up the shutdown.
public final class StopSignal: Sendable {
  private struct State {
    var isStopping = false
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter = 0
  }

  private let state = Mutex(State())

  public init() {}

  public var isStopping: Bool { state.withLock { $0.isStopping } }

  /// Wakes everybody who waits.
  public func stop() {
    let waiting = state.withLock { state in
      state.isStopping = true
      defer { state.waiting = [:] }
      return state.waiting
    }
    for continuation in waiting.values { continuation.resume() }
  }

  /// Returns when the service is about to stop, or the task is cancelled.
  public func wait() async {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.isStopping || Task.isCancelled { return true }
          state.waiting[id] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
    }
  }

  /// Runs a handler without natural end, such as one that follows events, and cancels it when the service
  /// stops; its client is told `UNAVAILABLE` and calls again.
  public func cancelling(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await body() }
      group.addTask {
        await self.wait()
        try Task.checkCancellation()
        throw RPCError(
          .unavailable,
          reason: "SERVER_STOPPING",
          message: "The server stops. Call again from where you were."
        )
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
