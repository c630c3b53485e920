import ArgumentParser
import Messages

/// `trunkline orders cancel`
struct CancelOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Cancel an order that is not provisioned yet; its numbers are given back."
  )

  @OptionGroup var order: OrderArgument
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = OrderingV1.CancelOrderRequest(name: order.name, requestId: request.id)
    let answer = try await gateway.call { try await $0.ordering.cancelOrder(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Orders.sheet(answer) }
  }
}
