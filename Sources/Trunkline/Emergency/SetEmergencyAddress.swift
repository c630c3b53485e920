import ArgumentParser
import Messages

/// `trunkline emergency set`
struct SetEmergencyAddress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Give a location, a number or a user an emergency address.",
    discussion: """
      That of a location holds for all numbers there. Before it come that of a
      number, and that of a user for all numbers the user has.

      Examples:
        trunkline emergency set headquarters --building-number 30 \\
          --street "Montgomery St" --city "Jersey City" --region NJ \\
          --postal-code 07302
        trunkline emergency set users/ada --building-number 7 \\
          --street "Park Ave" --city Hoboken --region NJ \\
          --postal-code 07030
      """
  )

  @OptionGroup var holder: AddressHolder
  @OptionGroup var address: AddressOptions

  @Option(help: "What responders must know beside it; asked for in Australia and New Zealand.")
  var information = ""

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let made = try await gateway.call {
      holder.isLocation ? try await setLocation($0) : try await setCustom($0)
    }
    try Output.show(made, asJSON: gateway.json) { Emergency.sheet(made) }
  }

  private func setLocation(_ client: GatewayClient) async throws -> EmergencyV1.EmergencyAddress {
    let message = EmergencyV1.SetLocationAddressRequest(
      location: holder.path,
      address: address.message,
      requestId: request.id,
      additionalInformation: information
    )
    return try await client.emergency.setLocationAddress(message, options: client.options)
  }

  private func setCustom(_ client: GatewayClient) async throws -> EmergencyV1.EmergencyAddress {
    let message = EmergencyV1.SetCustomAddressRequest(
      subject: holder.custom,
      address: address.message,
      additionalInformation: information,
      requestId: request.id
    )
    return try await client.emergency.setCustomAddress(message, options: client.options)
  }
}
