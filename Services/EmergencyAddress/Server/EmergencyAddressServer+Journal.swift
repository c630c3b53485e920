import EmergencyAddressStore
import ServiceKit
import Storage

extension EmergencyAddressServer {
  /// Writes down who looked what up, some at a time. What cannot be stored now is kept as long as there is room.
  public func journalWorker(every interval: Duration = .milliseconds(200)) -> Worker {
    Worker("note look-ups") {
      while !Task.isCancelled {
        try? await Task.sleep(for: interval)
        await storeJournal()
      }
    }
  }

  /// Writes down what waits.
  public func storeJournal() async {
    let readings = journal.take()
    guard !readings.isEmpty else { return }
    do {
      try await database.write { try PersonalReadings.note(readings, in: $0) }
    } catch {
      journal.putBack(readings)
    }
  }

  /// Shows how many readings could not be noted.
  public func publish(in metrics: Metrics) {
    metrics.gauge(
      "trunkline_emergency_look_up_readings_lost",
      help:
        "Look-ups since the start that are missing in the audit trail, because the database did not take them."
    ) { Double(journal.lostCount) }
  }
}
