import Logging
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Storage
import Synchronization

/// How sagas wait and how many are resumed at once.
public struct SagaPace: Sendable {
  /// Between tries of a step that had no answer.
  public var backOff: BackOff
  /// Between tries of an order that waits for stock.
  public var stockInterval: Duration
  /// Sagas that a start takes up again at the same time, so that the inventory is not flooded after an outage.
  public var resumedAtOnce: Int

  public init(backOff: BackOff, stockInterval: Duration, resumedAtOnce: Int) {
    self.backOff = backOff
    self.stockInterval = stockInterval
    self.resumedAtOnce = resumedAtOnce
  }
}

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
    /// It waits for stock, and is tried again.
    case waiting
    /// A step could not be done now and will be tried again.
    case deferred(why: String)

    /// Whether there still is an order.
    fileprivate var isKept: Bool {
      if case .refused = self { return false }
      return true
    }
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

  private let steps: any SagaWork
  private let pace: SagaPace
  private let logger: Logger
  private let state = Mutex(State())
  private let names: AsyncStream<String>
  private let queue: AsyncStream<String>.Continuation
  private let pauses: AsyncStream<(name: String, length: Duration)>
  private let pause: AsyncStream<(name: String, length: Duration)>.Continuation

  init(steps: any SagaWork, pace: SagaPace, logger: Logger) {
    self.steps = steps
    self.pace = pace
    self.logger = logger
    (names, queue) = AsyncStream.makeStream()
    (pauses, pause) = AsyncStream.makeStream()
  }

  /// Works until its task is cancelled; what was left unfinished is taken up again beside what is new.
  func run() async throws {
    let unfinished = try await steps.unfinishedOrders()
    await withDiscardingTaskGroup { group in
      group.addTask { await self.resume(unfinished) }
      group.addTask { await self.sleepThroughPauses() }
      group.addTask { await self.workThroughQueue() }
    }
  }

  /// Works on an order, for nobody who waits.
  func takeUp(_ name: String) {
    if begin(name) { queue.yield(name) }
  }

  /// Works on an order and says how far it came; nil when the deadline passed or the caller went away before.
  func outcome(of name: String, before deadline: Deadline?) async -> Outcome? {
    let (stream, continuation) = AsyncStream.makeStream(of: Outcome.self)
    if begin(name, continuation) { queue.yield(name) }
    return await stream.first(before: deadline)
  }
}

// MARK: - Where work comes from
extension SagaRunner {
  private func workThroughQueue() async {
    await withDiscardingTaskGroup { group in
      for await name in names { group.addTask { await self.pursue(name) } }
    }
  }

  private func resume(_ unfinished: [String]) async {
    await withTaskGroup(of: Void.self) { group in
      for (count, name) in unfinished.enumerated() {
        if count >= pace.resumedAtOnce { await group.next() }
        if Task.isCancelled { return }
        group.addTask { if self.begin(name) { await self.pursue(name) } }
      }
    }
  }

  private func sleepThroughPauses() async {
    await withDiscardingTaskGroup { group in
      for await (name, length) in pauses {
        group.addTask {
          try? await Task.sleep(for: length)
          self.state.withLock { _ = $0.sleeping.remove(name) }
          if !Task.isCancelled, self.begin(name) { self.queue.yield(name) }
        }
      }
    }
  }

  /// Notes that an order is to be worked on; true when nobody does so yet.
  private func begin(_ name: String, _ waiter: AsyncStream<Outcome>.Continuation? = nil) -> Bool {
    state.withLock { state in
      let isNew = state.runs[name] == nil
      var run = state.runs[name] ?? Run()
      run.mustLookAgain = !isNew
      if let waiter { run.waiting.append(waiter) }
      state.runs[name] = run
      return isNew
    }
  }
}

// MARK: - Working on one order
extension SagaRunner {
  private func pursue(_ name: String) async {
    while true {
      let outcome = await work(name)
      guard let run = finish(name, outcome) else { continue }
      for waiter in run.waiting {
        waiter.yield(outcome)
        waiter.finish()
      }
      return tryAgainLater(name, outcome)
    }
  }

  /// Ends the run, or nil when it has to go on because the order changed meanwhile.
  private func finish(_ name: String, _ outcome: Outcome) -> Run? {
    state.withLock { state in
      if outcome.isKept, state.runs[name]?.mustLookAgain == true {
        state.runs[name]?.mustLookAgain = false
        return nil
      }
      return state.runs.removeValue(forKey: name) ?? Run()
    }
  }

  private func work(_ name: String) async -> Outcome {
    do {
      while let result = try await steps.performNextStep(ofOrder: name) {
        switch result {
        case .done: continue
        case .refused(let error): return .refused(error)
        case .waiting: return .waiting
        case .failed(let error): return .deferred(why: error.message)
        }
      }
      return .idle
    } catch {
      logger.error("a step could not be recorded", metadata: ["error": "\(type(of: error))"])
      return .deferred(why: "A step of the order could not be recorded.")
    }
  }

  private func tryAgainLater(_ name: String, _ outcome: Outcome) {
    switch outcome {
    case .idle, .refused: state.withLock { _ = $0.attempts.removeValue(forKey: name) }
    case .waiting: sleep(name) { _ in self.pace.stockInterval }
    case .deferred: sleep(name) { self.pace.backOff.pause(afterFailures: $0) }
    }
  }

  private func sleep(_ name: String, _ length: (_ attempt: Int) -> Duration) {
    let attempt = state.withLock { state -> Int? in
      state.attempts[name, default: 0] += 1
      return state.sleeping.insert(name).inserted ? state.attempts[name] : nil
    }
    if let attempt { pause.yield((name, length(attempt))) }
  }
}
