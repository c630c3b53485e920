/// What the storage layer itself keeps in memory, on the writer's thread.
final class WriterMemory {
  let requestLog: RequestLog
  let outbox: Outbox

  init(options: DatabaseOptions) {
    requestLog = RequestLog(retentionMilliseconds: options.requestRetentionMilliseconds)
    outbox = Outbox(retentionMilliseconds: options.eventRetentionMilliseconds)
  }

  func load(in transaction: Transaction) throws {
    try requestLog.load(in: transaction)
    try outbox.load(in: transaction)
  }

  var hasExpired: Bool { requestLog.hasExpired || outbox.hasExpired }

  func removeExpired(in transaction: Transaction) throws {
    if requestLog.hasExpired { try requestLog.removeExpired(in: transaction) }
    if outbox.hasExpired { try outbox.removeExpired(in: transaction) }
  }
}
