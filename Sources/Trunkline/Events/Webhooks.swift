import ArgumentParser
import Messages

/// `trunkline webhooks`
struct Webhooks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have events sent to an address, and send again what it did not take.",
    discussion: """
      Each event is a POST of its JSON, signed with the webhook's secret and
      repeated for three days. What was given up waits as a dead letter.

      Examples:
        trunkline webhooks create https://example.com/events --kind ORDER_CHANGED
        trunkline webhooks list
        trunkline webhooks dead-letters WEBHOOK
        trunkline webhooks replay WEBHOOK
      """,
    subcommands: [
      CreateWebhook.self, ListWebhooks.self, DeleteWebhook.self, RotateWebhookSecret.self, DeadLetters.self,
      ReplayDeadLetters.self,
    ]
  )

  static func sheet(_ webhook: GatewayV1.Webhook) -> String {
    var sheet = Sheet()
    sheet.add("webhook", webhook.name)
    sheet.add("address", webhook.url)
    sheet.add("kinds", webhook.kinds.isEmpty ? "all" : webhook.kinds.map(\.name).joined(separator: ", "))
    if !webhook.secret.isEmpty { sheet.add("secret", "\(webhook.secret)  (shown this once)") }
    return sheet.text
  }
}

/// Which webhook a command is about.
struct WebhookArgument: ParsableArguments {
  @Argument(help: "Id of the webhook, or its whole name.")
  var id: String

  @OptionGroup var organization: OrganizationOption

  var name: String { organization.resource("webhooks", id) }
}

/// `trunkline webhooks create`
struct CreateWebhook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Register an address, and print the secret of its signatures: it is shown this once."
  )

  @Argument(help: "Where events are sent, https://…")
  var url: String

  @OptionGroup var kinds: KindOptions
  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = GatewayV1.CreateWebhookRequest(
      parent: organization.name,
      webhook: .init(url: url, kinds: kinds.kinds),
      requestId: request.id
    )
    let made = try await gateway.call {
      try await $0.webhooks.createWebhook(message, options: $0.options)
    }
    try Output.show(made, asJSON: gateway.json) { Webhooks.sheet(made) }
  }
}

/// `trunkline webhooks list`
struct ListWebhooks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List webhooks, and how their deliveries stand."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call {
      try await $0.webhooks.listWebhooks(.init(parent: organization.name), options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("webhook", "address", "waiting", "dead", "last failure")
      for webhook in answer.webhooks {
        table.add(
          webhook.name.resourceID,
          webhook.url,
          "\(webhook.waitingCount)",
          "\(webhook.deadCount)",
          webhook.lastFailure
        )
      }
      return table.text
    }
  }
}

/// `trunkline webhooks delete`
struct DeleteWebhook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Remove a webhook, with all that it would still have sent."
  )

  @OptionGroup var webhook: WebhookArgument
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call {
      try await $0.webhooks.deleteWebhook(.init(name: webhook.name), options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { "\(webhook.name) is removed." }
  }
}

/// `trunkline webhooks rotate-secret`
struct RotateWebhookSecret: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-secret",
    abstract: "Make a new secret. For a day deliveries are signed with the old one as well."
  )

  @OptionGroup var webhook: WebhookArgument
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = GatewayV1.RotateWebhookSecretRequest(name: webhook.name, requestId: request.id)
    let changed = try await gateway.call {
      try await $0.webhooks.rotateWebhookSecret(message, options: $0.options)
    }
    try Output.show(changed, asJSON: gateway.json) { Webhooks.sheet(changed) }
  }
}
