/// The loop of a reading thread: each job sees one snapshot.
///
/// It belongs to its thread, which makes it, runs it and drops it.
final class ReadLoop {
  private let transaction: Transaction
  private let queue: JobQueue
  private var batch: [Job] = []

  init(engine: any StorageEngine, queue: JobQueue) throws {
    transaction = Transaction(connection: try engine.openReader())
    self.queue = queue
  }

  /// Works until the queue is closed and empty.
  func run() {
    while queue.take(upTo: 1, into: &batch) {
      for job in batch { perform(job) }
      batch.removeAll(keepingCapacity: true)
    }
    transaction.connection.close()
  }

  private func perform(_ job: Job) {
    var answer: Answer?
    let failure = transaction.perform(.beginReading) { answer = job.run(transaction) }
    answer?.give(failure)
  }
}
