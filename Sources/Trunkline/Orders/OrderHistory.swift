import ArgumentParser
import Messages

/// `trunkline orders history`
struct OrderHistory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show what happened to an order: when, by whom, what it meant, and who had to act until when."
  )

  @OptionGroup var order: OrderArgument
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call {
      try await $0.ordering.getOrder(.init(name: order.name), options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("time", "event", "by", "state", "who must act", "until", "can become")
      for entry in answer.history {
        table.add(
          entry.time?.text ?? "",
          entry.event,
          entry.principal,
          entry.state.name,
          entry.status?.nextActor ?? "",
          entry.status?.actUntilTime?.text ?? "",
          entry.status?.nextStates.map(\.name).joined(separator: ", ") ?? ""
        )
      }
      return "\(table.text)\n\n\(answer.status?.meaning ?? "")"
    }
  }
}
