import ArgumentParser
import Messages

/// `trunkline orders submit`
struct SubmitOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Hand an assisted order in for review, or in again.",
    discussion: """
      Everything that is missing is told at once; --validate-only only tells.

      Example:  trunkline orders submit ORDER --applicant applicant.json
      """
  )

  @OptionGroup var order: OrderArgument
  @OptionGroup var applicant: ApplicantOption

  @Flag(help: "Check everything and change nothing.")
  var validateOnly = false

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = OrderingV1.SubmitOrderRequest(
      name: order.name,
      applicant: try applicant.message(),
      requestId: request.id,
      validateOnly: validateOnly
    )
    let answer = try await gateway.call { try await $0.ordering.submitOrder(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Orders.sheet(answer) }
  }
}

/// `trunkline orders inform`
struct ProvideEmergencyInformation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inform",
    abstract:
      "Give the additional information of the emergency address that Australia and New Zealand ask for."
  )

  @OptionGroup var order: OrderArgument

  @Argument(help: "The information, at most 400 characters; kept encrypted.")
  var information: String

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = OrderingV1.ProvideEmergencyInformationRequest(
      name: order.name,
      information: information,
      requestId: request.id
    )
    let answer = try await gateway.call {
      try await $0.ordering.provideEmergencyInformation(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Orders.sheet(answer) }
  }
}
