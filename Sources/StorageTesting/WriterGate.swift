import Dispatch
import Storage

/// Holds a thread of the database until it is opened.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  func wait() { semaphore.wait() }
  func open() { semaphore.signal() }
}

/// Holds the writer inside a job, so that everything written meanwhile becomes one batch.
struct WriterGate {
  private let gate = Gate()
  private let holder: Task<Void, any Error>

  /// Returns when the writer is held.
  init(_ database: Database) async throws {
    let (entered, continuation) = AsyncStream<Void>.makeStream()
    holder = Task { [gate] in
      try await database.write { _ in
        continuation.finish()
        gate.wait()
      }
    }
    for await _ in entered {}
  }

  func open() async throws {
    gate.open()
    try await holder.value
  }
}

extension Database {
  /// Queues a job before it returns.
  func queue<Output: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Output
  ) -> Task<Output, any Error> {
    Task.immediate { try await self.write(body) }
  }
}
