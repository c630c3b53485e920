import GatewayRules
import GatewayStore
import Logging
import Messages
import ServiceKit
import Storage
import Synchronization
import Telephony

/// Sends what is due. Every try is noted before the next one of the same resource is begun, so that events of one
/// resource come in order; one that was sent when the process died is sent again, which its number tells.
final class WebhookWorker: Sendable {
  let database: Database
  let clock: any WallClock
  let hub: EventHub
  let client: WebhookClient
  let secrets: WebhookSecrets
  let settings: WebhookSettings
  let logger: Logger

  /// How often it looks for what has become due, also because the suite's clock was moved.
  private static let interval = Duration.milliseconds(500)

  private let places = Mutex(DeliveryPlaces())

  init(
    database: Database,
    clock: any WallClock,
    hub: EventHub,
    client: WebhookClient,
    secrets: WebhookSecrets,
    settings: WebhookSettings,
    logger: Logger
  ) {
    (self.database, self.clock, self.hub) = (database, clock, hub)
    (self.client, self.secrets, self.settings, self.logger) = (client, secrets, settings, logger)
  }

  var worker: Worker {
    Worker("webhooks") { [self] in try await run() }
  }

  /// Sends what becomes due, for as long as it runs.
  func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { [self] in
        while true {
          try await Task.sleep(for: Self.interval)
          hub.announceDeliveries()
        }
      }
      // Each round begins what it finds a place for, and does not wait for the slow ones of the rounds before.
      for await _ in hub.deliveries { group.addTask { [self] in try await sendDue() } }
    }
  }

  /// Sends until nothing is due that there is a place for.
  func sendDue() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      repeat {
        for delivery in try await begin() {
          group.addTask { [self] in
            defer { places.withLock { $0.leave(delivery.event.happening.resource, of: delivery.key) } }
            try await send(delivery)
          }
        }
      } while try await group.next() != nil
    }
  }

  /// Takes places for what is due.
  private func begin() async throws -> [Delivery] {
    let (now, places) = (clock.now(), places.withLock { $0 })
    let found = try await database.read { transaction in
      let deliveries = DeliveryTable(transaction)
      var found: [(webhook: DueWebhook, delivery: Delivery)] = []
      for webhook in places.inTurn(try WebhookTable(transaction).due(at: now)) {
        let limit = DeliveryPlaces.most(afterTimeouts: webhook.timeouts)
        found += try deliveries.due(for: webhook.key, at: now, limit: limit).map { (webhook, $0) }
        // Half of these may be under way: the others fill all places.
        if found.count >= 2 * DeliveryPlaces.most { break }
      }
      return found
    }
    return self.places.withLock { places in
      found.filter { places.take($0.delivery.event.happening.resource, of: $0.webhook) }.map(\.delivery)
    }
  }

  private func send(_ delivery: Delivery) async throws {
    // It may have been sent between being read and getting its place.
    let found = try await database.read { transaction -> StoredWebhook? in
      guard try DeliveryTable(transaction).isDue(delivery) else { return nil }
      return try WebhookTable(transaction).find(organization: delivery.organization, id: delivery.webhook)
    }
    guard let webhook = found else { return }
    let start = clock.now()
    switch try await post(delivery, to: webhook) {
    case .taken:
      try await database.write { transaction in
        try DeliveryTable(transaction).finish(delivery)
        try WebhookTable(transaction).noteAnswer("", of: webhook.key)
      }
    case .refused(let why): try await fail(delivery, why, of: webhook, timeoutSince: nil)
    case .timedOut(let why): try await fail(delivery, why, of: webhook, timeoutSince: start)
    }
  }

  /// - Parameter start: when the delivery was begun, if it got no answer in time.
  private func fail(
    _ delivery: Delivery,
    _ why: String,
    of webhook: StoredWebhook,
    timeoutSince start: Instant?
  ) async throws {
    let (now, schedule) = (clock.now(), settings.schedule)
    let share = Double.random(in: 0...1)
    let pause = schedule.pause(
      afterFailures: delivery.attempts + 1,
      age: .milliseconds(now.milliseconds - (delivery.firstTime ?? now).milliseconds),
      share: share
    )
    let pauseEnd = now + schedule.pause(afterTimeouts: webhook.timeouts + 1, share: share)
    let givenUp = try await database.write { transaction in
      let (webhooks, deliveries) = (WebhookTable(transaction), DeliveryTable(transaction))
      try deliveries.fail(delivery, why: why, at: now, nextTime: pause.map { now + $0 })
      let count = pause == nil ? 1 : 0
      guard let start else {
        try webhooks.noteAnswer(why, of: webhook.key)
        return count
      }
      guard try webhooks.noteTimeout(why, of: webhook.key, startedAt: start, pauseEnd: pauseEnd) else {
        return count
      }
      return try count + deliveries.failDue(of: webhook.key, why: why, at: now, patience: schedule.patience)
    }
    guard givenUp > 0 else { return }
    logger.log(
      .warning,
      "webhook deliveries are given up",
      [.resource: webhook.name, .count: "\(givenUp)"]
    )
  }

  private func post(_ delivery: Delivery, to webhook: StoredWebhook) async throws -> WebhookAnswer {
    let body = try ProtoDescriptors.json.string(from: GatewayV1.OrganizationEvent(delivery.event))
    let now = clock.now()
    guard let url = try? WebhookURL(webhook.url, allowsClearText: settings.allowsClearText, field: "url")
    else {
      return .refused("its address is not allowed any more")
    }
    return await client.post(
      body,
      headers: [
        ("Content-Type", "application/json"), ("User-Agent", "trunkline/\(TrunklineVersion.current)"),
        ("Trunkline-Event", "\(delivery.event.cursor)"), ("Trunkline-Attempt", "\(delivery.attempts + 1)"),
        (
          WebhookSignature.header,
          WebhookSignature.value(body, secrets: try secrets.open(webhook, at: now), at: now)
        ),
      ],
      to: url
    )
  }
}
