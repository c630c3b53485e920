/// Work that waits for a connection.
protocol Job: AnyObject, Sendable {
  /// Does the work and keeps its outcome.
  func run(in transaction: Transaction)
  /// Answers the caller: with the kept outcome, or with the failure that undid it.
  func answer(failure: (any Error)?)
}

/// A caller's closure with the continuation that waits for it.
///
/// Sendable although it changes: until the queue's lock hands it over nobody but its maker knows it, and
/// afterwards only the one thread that took it from the queue does.
final class CallerJob<Output: Sendable>: Job, @unchecked Sendable {
  private let body: @Sendable (Transaction) throws -> Output
  private let continuation: CheckedContinuation<Output, any Error>
  private var outcome: Result<Output, any Error>?

  init(
    _ body: @escaping @Sendable (Transaction) throws -> Output,
    answer continuation: CheckedContinuation<Output, any Error>
  ) {
    self.body = body
    self.continuation = continuation
  }

  func run(in transaction: Transaction) {
    outcome = Result { try transaction.runJob(body) }
  }

  func answer(failure: (any Error)?) {
    if let failure {
      continuation.resume(throwing: failure)
    } else if let outcome {
      continuation.resume(with: outcome)
    } else {
      continuation.resume(throwing: StorageError(.closed, "the job was never run"))
    }
  }
}
