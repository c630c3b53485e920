import ArgumentParser
import Messages

/// `trunkline emergency inform`
struct InformResponders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inform",
    abstract: "Give the additional information that Australia and New Zealand ask for."
  )

  @OptionGroup var holder: AddressHolder

  @Option(help: "What responders must know beside the address.")
  var information: String

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = EmergencyV1.SetAdditionalInformationRequest(
      name: holder.addressName,
      additionalInformation: information,
      requestId: request.id
    )
    let answer = try await gateway.call {
      try await $0.emergency.setAdditionalInformation(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Emergency.sheet(answer) }
  }
}
