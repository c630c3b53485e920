import ArgumentParser
import Messages

/// `trunkline emergency remove`
struct RemoveEmergencyAddress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take the address of a number or a user away, or that of a location which no number uses.",
    discussion: "For numbers and users the location's address holds again."
  )

  @OptionGroup var holder: AddressHolder
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let removed = try await gateway.call {
      holder.isLocation ? try await deleteLocation($0) : try await resetCustom($0)
    }
    let address = removed ?? .init()
    try Output.show(address, asJSON: gateway.json) { Emergency.sheet(address) }
  }

  private func deleteLocation(_ client: GatewayClient) async throws -> EmergencyV1.EmergencyAddress? {
    let message = EmergencyV1.DeleteLocationAddressRequest(location: holder.path, requestId: request.id)
    return try await client.emergency.deleteLocationAddress(message, options: client.options).removed
  }

  private func resetCustom(_ client: GatewayClient) async throws -> EmergencyV1.EmergencyAddress? {
    let message = EmergencyV1.ResetCustomAddressRequest(subject: holder.customToReset, requestId: request.id)
    return try await client.emergency.resetCustomAddress(message, options: client.options).removed
  }
}
