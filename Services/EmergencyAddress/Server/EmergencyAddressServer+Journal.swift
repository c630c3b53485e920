import EmergencyAddressStore
import ServiceKit
import Storage
import Telephony

extension EmergencyAddressServer {
  /// Writes down who looked what up, some at a time. What cannot be stored now is kept as long as there is room.
  public func journalWorker(every interval: Duration = .milliseconds(200)) -> Worker {
    Worker("note look-ups") {
      while !Task.isCancelled {
        // A disk that is full is not tried again at once.
        try? await Task.sleep(for: await storeJournal() ? interval : max(interval, .seconds(2)))
      }
    }
  }

  /// Writes down all that waits; false when the database does not take it.
  @discardableResult
  public func storeJournal() async -> Bool {
    while true {
      let chunks = journal.take()
      guard !chunks.isEmpty else { return true }
      do {
        try await database.write { transaction in
          for chunk in chunks { try PersonalReadings.note(chunk, in: transaction) }
        }
      } catch {
        journal.putBack(chunks)
        return false
      }
      // The chunk that was being filled is the last one.
      if chunks.last?.count != LookUpJournal.chunkSize { return true }
    }
  }

  /// Forgets readings that are older than they have to be kept.
  public func retentionWorker(_ retention: Duration, every interval: Duration = .seconds(60)) -> Worker {
    Worker("forget readings") {
      while true {
        try await Task.sleep(for: interval)
        try await forgetReadings(before: clock.now() - retention)
      }
    }
  }

  func forgetReadings(before time: Instant) async throws {
    while try await database.write({ try PersonalReadings.forget(before: time, in: $0) }) > 0 {}
  }

  /// Shows how many readings could not be noted, and how the emergency provider is told of numbers.
  public func publish(in metrics: Metrics) {
    metrics.gauge(
      "trunkline_emergency_look_up_readings_lost",
      help:
        "Look-ups since the start that are missing in the audit trail, because the database did not take them."
    ) { Double(journal.lostCount) }
    metrics.gauge(
      "trunkline_emergency_number_tasks_open",
      help: "Changes of whose address numbers have that the emergency provider has yet to be told."
    ) { Double(numberTasks.openCount) }
    metrics.gauge(
      "trunkline_emergency_number_tasks_refused",
      help: "Such changes since the start that the emergency provider did not take."
    ) { Double(numberTasks.refusedCount) }
  }
}
