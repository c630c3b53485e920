import EmergencyAddressRules
import EmergencyAddressStore
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

// The emergency provider is told whose address calls from each number have, one change after the other: what came later
// must not be overtaken by what was before.
extension EmergencyAddressServer {
  private static let mostRunsATask = 500

  /// Changes what is known of numbers, and adds to what the provider is told.
  func changing(_ runs: [NumberRun], in transaction: Transaction, _ change: () throws -> Void) throws {
    let before = memory.read { $0.served(runs) }
    try change()
    let tasks = memory.read { $0.served(runs).tasks(after: before) }
    try numberTasks.add(tasks, in: transaction)
  }

  /// Tells what has still to be told, for as long as it runs. What a crash interrupts is sent again.
  func tellNumbers(_ pauses: ProviderPauses, _ logger: Logger) async throws {
    while true {
      try await numberTasks.wait()
      let rows = try await oldestTogether()
      var failures = 0
      while try await !tell(rows, pauses, logger, &failures) {
        let pause = failures == 0 ? pauses.poll : pauses.backOff.pause(afterFailures: failures)
        try await Task.sleep(for: pause)
      }
    }
  }

  /// The oldest changes that are of one kind and subject, and can be told at once.
  private func oldestTogether() async throws -> [NumberTaskTable.Row] {
    let oldest = try await database.read {
      try NumberTaskTable.oldest(limit: Self.mostRunsATask, in: $0)
    }
    return Array(
      oldest.prefix { row in
        row.task.kind == oldest.first?.task.kind && row.task.subject == oldest.first?.task.subject
      }
    )
  }

  /// False while the provider has not answered.
  private func tell(
    _ rows: [NumberTaskTable.Row],
    _ pauses: ProviderPauses,
    _ logger: Logger,
    _ failures: inout Int
  ) async throws -> Bool {
    guard let last = rows.last else { return true }
    do {
      let answer = try await provider.submit(rows, timeout: pauses.timeout)
      failures = 0
      guard [.accepted, .rejected].contains(answer.outcome) else { return false }
      try await database.write { try NumberTaskTable.remove(through: last.id, in: $0) }
      let isRefused = answer.outcome == .rejected
      // Whoever waited for it would keep all that comes after it from the provider.
      if isRefused {
        logger.log(.error, "emergency provider refused numbers", [.resource: last.task.subject.path])
      }
      numberTasks.done(rows.count, isRefused: isRefused)
      return true
    } catch {
      try Task.checkCancellation()
      failures += 1
      if failures == 1 {
        logger.log(.warning, "emergency provider takes no numbers", [.error: loggedText(of: error)])
      }
      return false
    }
  }

  /// Tells once more whose address a number has, to a provider that says it does not know.
  func tellAgain(_ number: TelephoneNumber) async throws {
    try await database.write { transaction in
      let tasks = memory.read { book in
        book.effective(number).map { NumberTask(.add, $0.record.subject, first: number.digits, count: 1) }
      }
      try numberTasks.add([tasks].compactMap(\.self), in: transaction)
    }
  }

  /// Adds all that is known to what is told, once for each database.
  func beginTelling() async throws {
    let (database, numberTasks, memory) = (database, numberTasks, memory)
    try await database.write { transaction in
      guard try NumberTaskTable.takeBeginning(in: transaction) else { return }
      try numberTasks.add(memory.read { $0.allNumberTasks }, in: transaction)
    }
  }
}
