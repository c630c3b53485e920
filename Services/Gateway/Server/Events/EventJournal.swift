import GatewayRules
import GatewayStore
import ServiceKit
import Storage
import Telephony

/// Takes events over into the one stream of each organization, with what webhooks have to be sent, in one transaction.
struct EventJournal: Sendable {
  let database: Database
  let clock: any WallClock
  let hub: EventHub

  /// Takes over the events of a service that it has not taken yet.
  ///
  /// - Parameters:
  ///   - sequence: of the service; 0 in the middle of a snapshot.
  ///   - happening: nil when nobody outside is told.
  func take(_ happening: Happening?, sequence: Int64, from source: String) async throws {
    let now = clock.now()
    let isNew = try await database.write { transaction in
      let table = EventTable(transaction)
      if sequence > 0 {
        guard try table.cursor(of: source) < sequence else { return false }
        try table.setCursor(sequence, of: source)
      }
      guard let happening else { return false }
      let event = StoredHappening(cursor: try table.append(happening), happening: happening)
      for webhook in try WebhookTable(transaction).all(of: happening.organization)
      where webhook.kinds.isEmpty || webhook.kinds.contains(happening.kind) {
        try DeliveryTable(transaction).add(event, to: webhook, now: now)
      }
      return true
    }
    if isNew, let happening { hub.announce(happening.organization) }
  }

  func cursor(of source: String) async throws -> Int64 {
    try await database.read { try EventTable($0).cursor(of: source) }
  }

  func restart(_ source: String) async throws {
    try await database.write { try EventTable($0).setCursor(0, of: source) }
  }

  /// Forgets events that are older than they are kept.
  func retentionWorker(_ retention: Duration, every interval: Duration = .seconds(60)) -> Worker {
    Worker("forget events") {
      while true {
        try await Task.sleep(for: interval)
        let time = clock.now() - retention
        while try await database.write({ try EventTable($0).forget(before: time, limit: 1_000) }) > 0 {}
      }
    }
  }
}
