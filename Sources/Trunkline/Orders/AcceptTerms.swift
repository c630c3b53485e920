import ArgumentParser
import Messages

/// `trunkline orders accept`
struct AcceptTerms: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Accept the terms of service of an order; its numbers are provisioned then."
  )

  @OptionGroup var order: OrderArgument
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = OrderingV1.AcceptTermsOfServiceRequest(name: order.name, requestId: request.id)
    let answer = try await gateway.call {
      try await $0.ordering.acceptTermsOfService(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Orders.sheet(answer) }
  }
}
