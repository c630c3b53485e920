import EmergencyAddressRules
import EmergencyAddressStore
import Storage
import Synchronization

/// How much the emergency provider has still to be told of numbers; what it is lies in the table.
final class NumberTasks: Sendable {
  private struct State {
    var staged = 0
    var open = 0
    var refused = 0
  }

  private let state = Mutex(State())
  private let signal = ChangeSignal()

  /// Adds to what is to be told once the transaction is durable.
  func add(_ tasks: [NumberTask], in transaction: Transaction) throws {
    for task in tasks { try NumberTaskTable.add(task, in: transaction) }
    guard !tasks.isEmpty else { return }
    state.withLock { $0.staged += tasks.count }
    transaction.onRollback { self.state.withLock { $0.staged -= tasks.count } }
  }

  /// What was added is durable.
  func committed() {
    let isNews = state.withLock { state in
      defer { state.staged = 0 }
      state.open += state.staged
      return state.staged > 0
    }
    if isNews { signal.raise() }
  }

  /// What was found in the table when the service started.
  func open(_ count: Int) {
    state.withLock { $0.open += count }
    signal.raise()
  }

  func done(_ count: Int, isRefused: Bool) {
    state.withLock { state in
      state.open -= count
      if isRefused { state.refused += count }
    }
  }

  var openCount: Int { state.withLock { $0.open } }

  /// How many the provider did not take since the process began.
  var refusedCount: Int { state.withLock { $0.refused } }

  /// Returns when there is something to tell; throws when the worker is cancelled.
  func wait() async throws {
    while true {
      try Task.checkCancellation()
      let seen = signal.count
      if openCount > 0 { return }
      await signal.wait(after: seen, atMost: .seconds(60))
    }
  }
}
