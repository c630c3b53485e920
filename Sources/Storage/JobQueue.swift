import Dispatch
import Synchronization

/// A bounded first-in first-out queue between callers and the threads that own connections.
@usableFromInline final class JobQueue: Sendable {
  private struct State {
    var jobs: [Job] = []
    var sleepers = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let wakeUp = DispatchSemaphore(value: 0)
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// Adds a job, or says why it cannot be taken.
  @usableFromInline func push(_ job: Job) throws(StorageError) {
    let mustWake = try state.withLock { (state) throws(StorageError) -> Bool in
      guard !state.isClosed else { throw StorageError(.closed, "the database was closed") }
      guard state.jobs.count < limit else { throw StorageError(.overloaded, "\(limit) jobs are queued") }
      state.jobs.append(job)
      guard state.sleepers > 0 else { return false }
      state.sleepers -= 1
      return true
    }
    if mustWake { wakeUp.signal() }
  }

  /// Moves the oldest jobs into `batch`; sleeps while there are none, false once closed and drained.
  func take(upTo count: Int, into batch: inout [Job]) -> Bool {
    while true {
      let isOver: Bool = state.withLock { state in
        Self.move(upTo: count, from: &state.jobs, to: &batch)
        if batch.isEmpty && !state.isClosed { state.sleepers += 1 }
        return batch.isEmpty && state.isClosed
      }
      if isOver { return false }
      if !batch.isEmpty { return true }
      wakeUp.wait()
    }
  }

  var isEmpty: Bool { state.withLock { $0.jobs.isEmpty } }

  /// Refuses new jobs; those already queued are still done.
  func close() {
    let sleepers = state.withLock { state in
      state.isClosed = true
      defer { state.sleepers = 0 }
      return state.sleepers
    }
    for _ in 0..<sleepers { wakeUp.signal() }
  }

  private static func move(upTo count: Int, from jobs: inout [Job], to batch: inout [Job]) {
    guard jobs.count > count else {
      // Swapping hands the emptied buffer back, so that neither side allocates in the steady state.
      swap(&jobs, &batch)
      return
    }
    batch.append(contentsOf: jobs.prefix(count))
    jobs.removeFirst(count)
  }
}
