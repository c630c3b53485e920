/// The loop of a reading thread: each job sees one snapshot.
///
/// It belongs to its thread, which makes it, runs it and drops it.
final class ReadLoop {
  private let transaction: Transaction
  private let queue: JobQueue
  private var batch: [any Job] = []

  init(engine: any StorageEngine, queue: JobQueue) throws {
    transaction = Transaction(connection: try engine.openReader())
    self.queue = queue
  }

  /// Works until the queue is closed and empty.
  func run() {
    while queue.take(upTo: 1, into: &batch) {
      for job in batch { job.answer(failure: perform(job)) }
      batch.removeAll(keepingCapacity: true)
    }
    transaction.connection.close()
  }

  private func perform(_ job: any Job) -> StorageError? {
    do throws(StorageError) {
      try transaction.begin(.beginReading)
      job.run(in: transaction)
      try transaction.commit()
      return nil
    } catch {
      transaction.rollback()
      return error
    }
  }
}
