/// What the storage layer itself keeps in memory, on the writer's thread.
final class WriterMemory {
  let requestLog: RequestLog
  let outbox: Outbox
  let recordLog = RecordLog()

  init(options: DatabaseOptions) {
    requestLog = RequestLog(retentionMilliseconds: options.requestRetentionMilliseconds)
    outbox = Outbox(retentionMilliseconds: options.eventRetentionMilliseconds)
  }

  func load(in transaction: Transaction) throws {
    try requestLog.load(in: transaction)
    try outbox.load(in: transaction)
  }

  /// How far a transaction was when a job began.
  struct Mark {
    let requests: RequestLog.Mark
    let events: Outbox.Mark
    let records: Int
  }

  var mark: Mark { Mark(requests: requestLog.mark, events: outbox.mark, records: recordLog.mark) }

  func goBack(to mark: Mark) {
    requestLog.goBack(to: mark.requests)
    outbox.goBack(to: mark.events)
    recordLog.goBack(to: mark.records)
  }

  /// Stores what the jobs of a transaction left here.
  func store(in transaction: Transaction) throws {
    try requestLog.store(in: transaction)
    try outbox.store(in: transaction)
    try recordLog.store(in: transaction)
  }

  func committed() {
    requestLog.committed()
    outbox.committed()
    recordLog.committed()
  }

  var hasExpired: Bool { requestLog.hasExpired || outbox.hasExpired }

  func removeExpired(in transaction: Transaction) throws {
    if requestLog.hasExpired { try requestLog.removeExpired(in: transaction) }
    if outbox.hasExpired { try outbox.removeExpired(in: transaction) }
  }
}
