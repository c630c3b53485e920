import GatewayRules
import GatewayStore
import Messages
import PersonalData
import RPC
import ServiceKit
import Storage
import Telephony

/// Answers the calls of `trunkline.gateway.v1.WebhookService`.
struct WebhookServer: GatewayV1.WebhookService {
  let database: Database
  let clock: any WallClock
  let hub: EventHub
  let access: OrganizationAccess
  let secrets: WebhookSecrets
  let settings: WebhookSettings

  private var writes: IdempotentWrites { IdempotentWrites(database: database, clock: clock) }

  func createWebhook(
    _ request: GatewayV1.CreateWebhookRequest,
    context: ServerContext
  ) async throws -> GatewayV1.Webhook {
    let parent = try await access.organization(request.parent, field: "parent", context)
    let asked = request.webhook ?? .init()
    let kinds = try EventKinds(asked.kinds, field: "webhook.kinds")
    try await check(asked.url)
    let (secrets, now) = (secrets, clock.now())
    return try await writes.runSealed(
      request,
      requestID: request.requestId,
      context: context,
      cipher: secrets.cipher
    ) { transaction in
      let table = WebhookTable(transaction)
      guard try table.all(of: parent.id).count < WebhookSettings.mostPerOrganization else {
        throw Refusal.tooManyWebhooks
      }
      let id = DerivedUUID.make(parent.id, WebhookSignature.newSecret())
      let secret = WebhookSignature.newSecret()
      let webhook = StoredWebhook(
        organization: parent.id,
        id: id,
        url: asked.url,
        kinds: kinds.numbers,
        secret: try secrets.seal(secret, of: "organizations/\(parent.id)/webhooks/\(id)"),
        createTime: now
      )
      try table.save(webhook)
      return GatewayV1.Webhook(webhook, secret: secret)
    }
  }

  func getWebhook(
    _ request: GatewayV1.GetWebhookRequest,
    context: ServerContext
  ) async throws -> GatewayV1.Webhook {
    let name = try await access.webhook(request.name, field: "name", context)
    return try await database.read { try Self.message(try Self.webhook(name, in: $0), in: $0) }
  }

  func listWebhooks(
    _ request: GatewayV1.ListWebhooksRequest,
    context: ServerContext
  ) async throws -> GatewayV1.ListWebhooksResponse {
    let parent = try await access.organization(request.parent, field: "parent", context)
    return try await database.read { transaction in
      .init(
        webhooks: try WebhookTable(transaction).all(of: parent.id).map {
          try Self.message($0, in: transaction)
        }
      )
    }
  }

  func deleteWebhook(
    _ request: GatewayV1.DeleteWebhookRequest,
    context: ServerContext
  ) async throws -> GatewayV1.DeleteWebhookResponse {
    let name = try await access.webhook(request.name, field: "name", context)
    let isRemoved = try await database.write {
      try WebhookTable($0).remove(organization: name.organization, id: name.id)
    }
    guard isRemoved else { throw Refusal.resourceNotFound(name.text) }
    return .init()
  }

  func rotateWebhookSecret(
    _ request: GatewayV1.RotateWebhookSecretRequest,
    context: ServerContext
  ) async throws -> GatewayV1.Webhook {
    let name = try await access.webhook(request.name, field: "name", context)
    let (secrets, now) = (secrets, clock.now())
    return try await writes.runSealed(
      request,
      requestID: request.requestId,
      context: context,
      cipher: secrets.cipher
    ) { transaction in
      var webhook = try Self.webhook(name, in: transaction)
      let secret = WebhookSignature.newSecret()
      webhook.oldSecret = webhook.secret
      webhook.oldSecretEnd = now + WebhookSettings.rotationOverlap
      webhook.secret = try secrets.seal(secret, of: name.text)
      try WebhookTable(transaction).save(webhook)
      return GatewayV1.Webhook(webhook, secret: secret)
    }
  }

  static func webhook(_ name: ResourceName, in transaction: Transaction) throws -> StoredWebhook {
    let found = try WebhookTable(transaction).find(organization: name.organization, id: name.id)
    guard let found else { throw Refusal.resourceNotFound(name.text) }
    return found
  }

  private static func message(
    _ webhook: StoredWebhook,
    in transaction: Transaction
  ) throws -> GatewayV1.Webhook {
    let deliveries = DeliveryTable(transaction)
    var message = GatewayV1.Webhook(webhook)
    (message.waitingCount, message.deadCount) = (
      Int64(try deliveries.count(organization: webhook.organization, webhook: webhook.id, isDead: false)),
      Int64(try deliveries.count(organization: webhook.organization, webhook: webhook.id, isDead: true))
    )
    return message
  }

  /// Refuses what deliveries would be refused for, as far as that is known now. A name without an address may get one.
  private func check(_ text: String) async throws {
    let url = try WebhookURL(text, allowsClearText: settings.allowsClearText, field: "webhook.url")
    do {
      _ = try await WebhookResolver(settings: settings).address(of: url)
    } catch .notPublic {
      throw Refusal.webhookNotPublic
    } catch .unknown {}
  }
}

extension GatewayV1.Webhook {
  /// - Parameter secret: only where it is new.
  fileprivate init(_ webhook: StoredWebhook, secret: String = "") {
    self.init(
      name: webhook.name,
      url: webhook.url,
      kinds: webhook.kinds.sorted().map { .init(rawValue: Int32($0)) },
      secret: secret,
      createTime: .init(webhook.createTime),
      lastFailure: webhook.lastFailure
    )
  }
}

extension Refusal {
  fileprivate static var tooManyWebhooks: Refusal {
    Refusal(
      .exhausted,
      "TOO_MANY_WEBHOOKS",
      "An organization has at most \(WebhookSettings.mostPerOrganization) webhooks. Delete one that is not needed."
    )
  }

  fileprivate static var webhookNotPublic: Refusal {
    Refusal(violations: [
      Violation(
        field: "webhook.url",
        reason: "WEBHOOK_ADDRESS_REFUSED",
        description:
          "Its host is in a network that is not public. Give one that the whole Internet can reach."
      )
    ])
  }
}
