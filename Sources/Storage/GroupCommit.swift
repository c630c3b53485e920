/// The writer's loop: everything that queued while the last commit was flushed becomes one transaction,
/// and its callers are answered when that is durable.
///
/// It belongs to the writer's thread, which makes it, runs it and drops it.
final class GroupCommit {
  private let transaction: Transaction
  private let memory: WriterMemory
  private let queue: JobQueue
  private let batchLimit: Int
  private let commits: CommitSignal
  private var batch: [Job] = []
  private var answers: [Answer] = []
  private var batchesSinceRemoval = 0

  /// Opens the writing connection, brings the schema up to date and loads what is kept in memory.
  init(
    engine: any StorageEngine,
    migrations: [Migration],
    options: DatabaseOptions,
    queue: JobQueue,
    commits: CommitSignal
  ) throws {
    memory = WriterMemory(options: options)
    transaction = Transaction(connection: try engine.openWriter(), memory: memory)
    self.queue = queue
    self.commits = commits
    batchLimit = options.batchLimit
    try Migrator.storage.run(in: transaction)
    try Migrator(component: "service", migrations: migrations).run(in: transaction)
    try transaction.performAlone(.beginReading, memory.load(in:))
  }

  /// Works until the queue is closed and empty.
  func run() {
    while queue.take(upTo: batchLimit, into: &batch) {
      let sequence = memory.outbox.lastSequence
      let failure = commitBatch()
      if failure == nil { commits.tellObservers() }
      for answer in answers { answer.give(failure) }
      answers.removeAll(keepingCapacity: true)
      if memory.outbox.lastSequence != sequence { commits.announce() }
      removeExpired()
    }
    transaction.connection.close()
  }

  /// Runs the batch; the error that undid the whole of it, if one did.
  private func commitBatch() -> StorageError? {
    defer { batch.removeAll(keepingCapacity: true) }
    return transaction.perform(.beginWriting) {
      answers.removeAll(keepingCapacity: true)
      for job in batch { answers.append(job.run(transaction)) }
    }
  }

  /// Old rows go in small pieces: while nobody waits, and now and then under constant load.
  private func removeExpired() {
    batchesSinceRemoval += 1
    while memory.hasExpired, queue.isEmpty || batchesSinceRemoval >= 8 {
      batchesSinceRemoval = 0
      do {
        try transaction.performAlone(.beginWriting, memory.removeExpired(in:))
      } catch {
        // Nothing is lost by keeping rows longer; the next batch tries again.
        return
      }
    }
  }
}
