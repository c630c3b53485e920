import Dispatch
import Foundation

/// A service's own database: durable writes in groups, snapshot reads, idempotency and an outbox.
///
/// Writes and reads run on threads of their own, never on the caller's executor.
public final class Database: Sendable {
  @usableFromInline let writes: JobQueue
  @usableFromInline let reads: JobQueue
  private let threads = DispatchGroup()
  let commits = CommitSignal()

  /// Opens the database, creates it if needed, and applies the migrations that it lacks.
  public init(
    engine: any StorageEngine,
    migrations: [Migration],
    options: DatabaseOptions = DatabaseOptions()
  ) async throws {
    writes = JobQueue(limit: options.queueLimit)
    reads = JobQueue(limit: options.queueLimit)
    try await startThread("storage-writer") { [writes, commits] in
      try GroupCommit(
        engine: engine,
        migrations: migrations,
        options: options,
        queue: writes,
        commits: commits
      ).run
    }
    for _ in 0..<max(options.readerCount, 1) {
      try await startThread("storage-reader") { [reads] in try ReadLoop(engine: engine, queue: reads).run }
    }
  }

  deinit { closeQueues() }

  /// Runs a job on the writer's thread and returns when its effects are durable.
  ///
  /// Jobs run one after the other in the order of the calls. A job that throws leaves no effects. It may
  /// change memory that its service guards, if it says with `onRollback` how to put that back. It runs again when
  /// another job of its batch failed late and all were undone for that.
  @inlinable
  @discardableResult
  public nonisolated(nonsending) func write<Output: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Output
  ) async throws -> Output {
    try await run(body, on: writes)
  }

  /// The same for callers without a task: `completion` is called on the writer's thread, when the effects are durable
  /// or the job failed, and must return at once.
  @inlinable
  public func write<Output: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Output,
    completion: @escaping @Sendable (Result<Output, any Error>) -> Void
  ) {
    run(body, on: writes, completion)
  }

  /// Runs a job on a snapshot; statements that write are refused.
  @inlinable
  public nonisolated(nonsending) func read<Output: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Output
  ) async throws -> Output {
    try await run(body, on: reads)
  }

  /// Calls something on the writer's thread after each commit, before the callers are answered: memory that only
  /// writes change is then what is durable.
  public func afterCommit(_ observer: @escaping @Sendable () -> Void) {
    commits.observe(observer)
  }

  /// Refuses new jobs, does those that are queued, ends event streams, and returns when the files are closed.
  public nonisolated(nonsending) func close() async {
    closeQueues()
    await withCheckedContinuation { continuation in
      threads.notify(queue: .global()) { continuation.resume() }
    }
  }
}

// MARK: - Idempotency and outbox
extension Database {
  /// Runs a job once per key: a repeat gets the stored response, also when it comes at the same moment.
  ///
  /// A job that throws is a refusal and not stored.
  /// - Throws: `RequestIDReused` when the key was used with another request hash.
  public nonisolated(nonsending) func writeOnce(
    key: RequestKey,
    requestHash: [UInt8],
    nowMilliseconds: Int64,
    _ body: @escaping @Sendable (Transaction) throws -> [UInt8]
  ) async throws -> [UInt8] {
    let request = IdempotentRequest(key, requestHash, nowMilliseconds)
    return try await write { transaction in try transaction.once(request) { try body(transaction) } }
  }

  /// The same for callers without a task; see ``write(_:completion:)``.
  public func writeOnce(
    key: RequestKey,
    requestHash: [UInt8],
    nowMilliseconds: Int64,
    _ body: @escaping @Sendable (Transaction) throws -> [UInt8],
    completion: @escaping @Sendable (Result<[UInt8], any Error>) -> Void
  ) {
    let request = IdempotentRequest(key, requestHash, nowMilliseconds)
    write({ transaction in try transaction.once(request) { try body(transaction) } }, completion: completion)
  }

  /// The events after a cursor, oldest first; 0 is the beginning.
  ///
  /// - Throws: `CursorExpired`.
  public nonisolated(nonsending) func events(after cursor: Int64, limit: Int) async throws -> [StoredEvent] {
    try await read { try $0.events(after: cursor, limit: limit) }
  }

  /// The events after a cursor and then each new one when it is durable.
  public func eventStream(after cursor: Int64) -> EventStream {
    EventStream(database: self, cursor: cursor)
  }
}

// MARK: - Threads
extension Database {
  @inlinable
  nonisolated(nonsending) func run<Output: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Output,
    on queue: JobQueue
  ) async throws -> Output {
    try await withCheckedThrowingContinuation { continuation in
      run(body, on: queue) { continuation.resume(with: $0) }
    }
  }

  @inlinable
  func run<Output: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Output,
    on queue: JobQueue,
    _ completion: @escaping @Sendable (Result<Output, any Error>) -> Void
  ) {
    do {
      try queue.push(makeJob(body, completion))
    } catch {
      completion(.failure(error))
    }
  }

  /// Returns when `open` succeeded on the new thread, which then runs the loop that it returned.
  private func startThread(
    _ name: String,
    open: @escaping @Sendable () throws -> () -> Void
  ) async throws {
    try await withCheckedThrowingContinuation { (opened: CheckedContinuation<Void, any Error>) in
      let thread = Thread { [threads] in
        defer { threads.leave() }
        do {
          let loop = try open()
          opened.resume()
          loop()
        } catch {
          opened.resume(throwing: error)
        }
      }
      thread.name = name
      threads.enter()
      thread.start()
    }
  }

  private func closeQueues() {
    writes.close()
    reads.close()
    commits.close()
  }
}
