import GatewayRules
import GatewayStore
import Logging
import Messages
import ServiceKit
import Storage
import Telephony

/// Takes events over into the one stream of each organization, with what webhooks have to be sent, in one transaction.
struct EventJournal: Sendable {
  let database: Database
  let clock: any WallClock
  let hub: EventHub
  let logger: Logger

  /// Takes over the events of a service that it has not taken yet.
  ///
  /// - Parameters:
  ///   - sequence: of the service; 0 in the middle of a snapshot.
  ///   - happening: nil when nobody outside is told.
  func take(_ happening: Happening?, sequence: Int64, from source: String) async throws {
    let now = clock.now()
    let (isNew, isGap) = try await database.write { transaction in
      let table = EventTable(transaction)
      let last = try table.cursor(of: source)
      guard sequence == 0 || last < sequence else { return (false, false) }
      // Numbers of a service have no gaps: what is between was not kept until it could be read.
      let isGap = sequence > last + 1
      if isGap { try append(.gap(in: source, at: now), transaction) }
      if sequence > 0 { try table.setCursor(sequence, of: source) }
      if let happening { try append(happening, transaction) }
      return (happening != nil, isGap)
    }
    if isGap {
      logger.log(.warning, "events were missed: they are not kept any more", [.worker: source])
      hub.announceAll()
    } else if isNew, let happening {
      hub.announce(happening.organization)
    }
  }

  private func append(_ happening: Happening, _ transaction: Transaction) throws {
    let cursor = try EventTable(transaction).append(happening)
    for webhook in try WebhookTable(transaction).all(told: happening) {
      let event = StoredHappening(cursor: cursor, happening: happening.told(to: webhook.organization))
      try DeliveryTable(transaction).add(event, to: webhook, now: clock.now())
    }
  }

  func cursor(of source: String) async throws -> Int64 {
    try await database.read { try EventTable($0).cursor(of: source) }
  }

  func restart(_ source: String) async throws {
    try await database.write { try EventTable($0).setCursor(0, of: source) }
  }

  /// Forgets what is older than it is kept, now and then.
  func retentionWorker(_ retention: EventRetention, every interval: Duration = .seconds(60)) -> Worker {
    Worker("forget events") {
      while true {
        try await Task.sleep(for: interval)
        try await forget(retention)
      }
    }
  }

  /// Forgets what is older than it is kept.
  func forget(_ retention: EventRetention) async throws {
    let now = clock.now()
    let (time, deadTime) = (now - retention.events, now - retention.deadDeliveries)
    while try await database.write({ try EventTable($0).forget(before: time, limit: 1_000) }) > 0 {}
    while try await database.write({ try DeliveryTable($0).forgetDead(before: deadTime, limit: 1_000) }) > 0 {
    }
  }
}

/// How long the gateway keeps what happened.
public struct EventRetention: Sendable {
  public var events: Duration
  /// Deliveries that were given up, with their events, from then on.
  public var deadDeliveries: Duration

  public init(events: Duration, deadDeliveries: Duration) {
    (self.events, self.deadDeliveries) = (events, deadDeliveries)
  }
}
