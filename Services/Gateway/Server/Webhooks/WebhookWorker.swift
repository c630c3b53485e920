import GatewayRules
import GatewayStore
import Logging
import Messages
import ServiceKit
import Storage
import Telephony

/// Sends what is due. Every try is noted before the next one of the same resource is begun, so that events of one
/// resource come in order; one that was sent when the process died is sent again, which its number tells.
struct WebhookWorker: Sendable {
  let database: Database
  let clock: any WallClock
  let hub: EventHub
  let client: WebhookClient
  let secrets: WebhookSecrets
  let settings: WebhookSettings
  let logger: Logger

  /// Deliveries that are made at the same time.
  private static let width = 32
  /// How often it looks for what has become due, also because the suite's clock was moved.
  private static let interval = Duration.milliseconds(500)

  var worker: Worker {
    Worker("webhooks") { try await run() }
  }

  private func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while true {
          try await Task.sleep(for: Self.interval)
          hub.announceDeliveries()
        }
      }
      group.addTask { for await _ in hub.deliveries { try await sendDue() } }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Sends until nothing is due.
  func sendDue() async throws {
    while true {
      let now = clock.now()
      let due = try await database.read { try DeliveryTable($0).due(at: now, limit: Self.width) }
      guard !due.isEmpty else { return }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for delivery in due { group.addTask { try await send(delivery) } }
        try await group.waitForAll()
      }
    }
  }

  private func send(_ delivery: Delivery) async throws {
    let found = try await database.read {
      try WebhookTable($0).find(organization: delivery.organization, id: delivery.webhook)
    }
    guard let webhook = found else { return }
    let failure = try await post(delivery, to: webhook)
    let now = clock.now()
    guard let failure else {
      return try await database.write { transaction in
        try DeliveryTable(transaction).finish(delivery)
        try Self.note("", of: webhook, in: transaction)
      }
    }
    let pause = settings.schedule.pause(
      afterFailures: delivery.attempts + 1,
      age: .milliseconds(now.milliseconds - (delivery.firstTime ?? now).milliseconds),
      share: .random(in: 0...1)
    )
    if pause == nil { logger.log(.warning, "webhook delivery is given up", [.resource: webhook.name]) }
    try await database.write { transaction in
      let nextTime = pause.map { now + $0 }
      try DeliveryTable(transaction).fail(delivery, why: failure, at: now, nextTime: nextTime)
      try Self.note(failure, of: webhook, in: transaction)
    }
  }

  private func post(_ delivery: Delivery, to webhook: StoredWebhook) async throws -> String? {
    let body = try ProtoDescriptors.json.string(from: GatewayV1.OrganizationEvent(delivery.event))
    let now = clock.now()
    guard let url = try? WebhookURL(webhook.url, allowsClearText: settings.allowsClearText, field: "url")
    else {
      return "its address is not allowed any more"
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

  /// Writes only what has changed: the webhook may have been changed or removed meanwhile.
  private static func note(_ failure: String, of webhook: StoredWebhook, in transaction: Transaction) throws {
    guard failure != webhook.lastFailure else { return }
    try WebhookTable(transaction).noteFailure(failure, organization: webhook.organization, id: webhook.id)
  }
}
