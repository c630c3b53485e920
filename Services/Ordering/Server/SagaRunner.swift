import Logging
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Storage
import Synchronization

/// Carries out what orders still have to do: after each change, after a start, and again after a failure.
///
/// One order is worked on by one task at a time. Whoever wants the result waits for it without carrying it: when a
/// caller goes away, the work goes on.
final class SagaRunner: Sendable {
  /// How far an order came.
  enum Outcome: Sendable {
    /// It has nothing to do by itself.
    case idle
    /// Its numbers could not be held; the order is forgotten.
    case refused(RPCError)
    /// A step could not be done now and will be tried again.
    case deferred(RPCError)
  }

  private struct Run {
    var waiting: [AsyncStream<Outcome>.Continuation] = []
    /// The order changed while it was worked on.
    var mustLookAgain = false
  }

  private struct State {
    var runs: [String: Run] = [:]
    /// Attempts so far of orders that wait for the next one.
    var attempts: [String: Int] = [:]
    var sleeping: Set<String> = []
  }

  private let steps: SagaSteps
  private let backOff: BackOff
  private let logger: Logger
  private let state = Mutex(State())
  private let names: AsyncStream<String>
  private let queue: AsyncStream<String>.Continuation

  init(steps: SagaSteps, backOff: BackOff, logger: Logger) {
    self.steps = steps
    self.backOff = backOff
    self.logger = logger
    (names, queue) = AsyncStream.makeStream()
  }

  /// Works until its task is cancelled; first on what was left unfinished.
  func run() async throws {
    for name in try await steps.unfinishedOrders() { start(name) }
    await withDiscardingTaskGroup { group in
      for await name in names { group.addTask { await self.pursue(name) } }
    }
  }

  /// Works on an order and says how far it came; nil when the deadline passed or the caller went away before.
  func outcome(of name: String, before deadline: Deadline?) async -> Outcome? {
    let (stream, continuation) = AsyncStream.makeStream(of: Outcome.self)
    start(name, continuation)
    return await stream.first(before: deadline)
  }

  private func start(_ name: String, _ waiter: AsyncStream<Outcome>.Continuation? = nil) {
    let isNew = state.withLock { state in
      let isNew = state.runs[name] == nil
      var run = state.runs[name] ?? Run()
      run.mustLookAgain = !isNew
      if let waiter { run.waiting.append(waiter) }
      state.runs[name] = run
      return isNew
    }
    if isNew { queue.yield(name) }
  }

  private func pursue(_ name: String) async {
    while true {
      let outcome = await work(name)
      guard let run = finish(name, outcome) else { continue }
      for waiter in run.waiting {
        waiter.yield(outcome)
        waiter.finish()
      }
      return await sleepIfDeferred(name, outcome)
    }
  }

  /// Ends the run, or nil when it has to go on because the order changed meanwhile.
  private func finish(_ name: String, _ outcome: Outcome) -> Run? {
    state.withLock { state in
      if case .idle = outcome, state.runs[name]?.mustLookAgain == true {
        state.runs[name]?.mustLookAgain = false
        return nil
      }
      return state.runs.removeValue(forKey: name) ?? Run()
    }
  }

  private func work(_ name: String) async -> Outcome {
    do {
      while let step = try await steps.unfinishedStep(ofOrder: name) {
        switch try await steps.perform(step) {
        case .done: continue
        case .refused(let error): return .refused(error)
        case .failed(let error): return .deferred(error)
        }
      }
      return .idle
    } catch {
      logger.error("a step could not be recorded", metadata: ["error": "\(type(of: error))"])
      return .deferred(.stepNotRecorded)
    }
  }

  private func sleepIfDeferred(_ name: String, _ outcome: Outcome) async {
    guard case .deferred = outcome else {
      state.withLock { _ = $0.attempts.removeValue(forKey: name) }
      return
    }
    let attempt = state.withLock { state -> Int? in
      state.attempts[name, default: 0] += 1
      return state.sleeping.insert(name).inserted ? state.attempts[name] : nil
    }
    guard let attempt else { return }
    try? await Task.sleep(for: backOff.pause(afterFailures: attempt))
    state.withLock { _ = $0.sleeping.remove(name) }
    if !Task.isCancelled { start(name) }
  }
}

extension RPCError {
  fileprivate static var stepNotRecorded: RPCError {
    RPCError(
      .unavailable,
      reason: "STEP_NOT_RECORDED",
      message: "A step of the order could not be recorded; it will be repeated. Read the order later."
    )
  }
}
