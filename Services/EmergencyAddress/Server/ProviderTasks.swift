import EmergencyAddressRules
import Storage
import Synchronization

/// What the emergency provider has yet to do. It is kept in memory only: at start it is read from the records, which say
/// what they wait for.
final class ProviderTasks: Sendable {
  /// A task that is due, and how often it was tried before.
  struct Due: Sendable {
    let id: String
    let task: ProviderTask
    let attempts: Int
  }

  fileprivate struct Open {
    let task: ProviderTask
    var attempts = 0
  }

  fileprivate struct State {
    var open: [String: Open] = [:]
    var ready: [String] = []
    var postponed: [(due: ContinuousClock.Instant, id: String)] = []
    var staged: [ProviderTask] = []
    /// Subjects whose last address the provider has still to forget, and how often.
    var removals: [AddressSubject: Int] = [:]
  }

  private let state = Mutex(State())
  private let signal = ChangeSignal()

  /// Takes tasks that are to be done.
  func open(_ tasks: [ProviderTask]) {
    guard !tasks.isEmpty else { return }
    state.withLock { state in
      for task in tasks {
        let id = task.requestID
        guard state.open[id] == nil else { continue }
        state.open[id] = Open(task: task)
        state.ready.append(id)
        if task.kind == .remove { state.removals[task.subject, default: 0] += 1 }
      }
    }
    signal.raise()
  }

  /// Takes a task that is to be done when its transaction is durable.
  func stage(_ task: ProviderTask, in transaction: Transaction) {
    state.withLock { $0.staged.append(task) }
    transaction.onRollback { self.state.withLock { $0.staged.removeAll { $0 == task } } }
  }

  /// What was staged is durable.
  func committed() {
    let staged = state.withLock { state in
      defer { state.staged = [] }
      return state.staged
    }
    open(staged)
  }

  /// The task that an answer is about; nil when it is answered.
  func task(_ id: String) -> ProviderTask? { state.withLock { $0.open[id]?.task } }

  /// It is answered, or of no concern any more.
  func close(_ id: String) {
    state.withLock { state in
      guard let task = state.open.removeValue(forKey: id)?.task, task.kind == .remove else { return }
      let left = state.removals[task.subject, default: 1] - 1
      state.removals[task.subject] = left == 0 ? nil : left
    }
  }

  /// Whether the provider has still to forget an address of the subject.
  func isRemoving(_ subject: AddressSubject) -> Bool { state.withLock { $0.removals[subject] != nil } }

  /// It has to be tried again after a pause.
  func postpone(_ due: Due, by pause: Duration, failed: Bool) {
    state.withLock { state in
      guard state.open[due.id] != nil else { return }
      state.open[due.id]?.attempts = failed ? due.attempts + 1 : 0
      state.postponed.append((.now + pause, due.id))
    }
    signal.raise()
  }

  /// The next task, when it is due; throws when the worker is cancelled.
  func next() async throws -> Due {
    while true {
      try Task.checkCancellation()
      let seen = signal.count
      let now = ContinuousClock.now
      let (due, wait) = state.withLock { $0.take(now) }
      if let due { return due }
      await signal.wait(after: seen, atMost: wait)
    }
  }
}

extension ProviderTasks.State {
  /// A task that is due, or how long there is none.
  fileprivate mutating func take(_ now: ContinuousClock.Instant) -> (ProviderTasks.Due?, Duration) {
    if ready.isEmpty { wake(now) }
    while let id = ready.popLast() {
      guard let found = open[id] else { continue }
      return (ProviderTasks.Due(id: id, task: found.task, attempts: found.attempts), .zero)
    }
    let next = postponed.map(\.due).min() ?? now + .seconds(60)
    return (nil, max(.milliseconds(1), next - now))
  }

  private mutating func wake(_ now: ContinuousClock.Instant) {
    ready = postponed.filter { $0.due <= now }.map(\.id)
    postponed.removeAll { $0.due <= now }
  }
}
