import ArgumentParser
import Messages

/// `trunkline orders show`
struct ShowOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an order, what it waits for and what happened to it."
  )

  @OptionGroup var order: OrderArgument
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = OrderingV1.GetOrderRequest(name: order.name)
    let answer = try await gateway.call { try await $0.ordering.getOrder(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Orders.sheet(answer) }
  }
}
