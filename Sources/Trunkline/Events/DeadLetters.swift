import ArgumentParser
import Messages

/// `trunkline webhooks dead-letters`
struct DeadLetters: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dead-letters",
    abstract: "List the deliveries that were given up, the oldest first."
  )

  @OptionGroup var webhook: WebhookArgument
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = GatewayV1.ListDeadDeliveriesRequest(
      parent: webhook.name,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call {
      try await $0.webhooks.listDeadDeliveries(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("cursor", "kind", "resource", "tries", "given up", "why")
      for delivery in answer.deadDeliveries {
        table.add(
          "\(delivery.event?.cursor ?? 0)",
          delivery.event?.kind.name ?? "",
          delivery.event?.resource ?? "",
          "\(delivery.attempts)",
          delivery.endTime?.text ?? "",
          delivery.failure
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}

/// `trunkline webhooks replay`
struct ReplayDeadLetters: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Send deliveries that were given up again: all, or those of some cursors."
  )

  @OptionGroup var webhook: WebhookArgument

  @Option(
    name: .customLong("cursor"),
    help: ArgumentHelp("Only that of this event; may be given more than once.", valueName: "cursor")
  )
  var cursors: [Int64] = []

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call {
      try await $0.webhooks.replayDeadDeliveries(
        .init(parent: webhook.name, cursors: cursors),
        options: $0.options
      )
    }
    try Output.show(answer, asJSON: gateway.json) { "\(answer.replayedCount) are sent again." }
  }
}
