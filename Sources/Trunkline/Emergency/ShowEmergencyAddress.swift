import ArgumentParser
import Messages

/// `trunkline emergency show`
struct ShowEmergencyAddress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an emergency address: how far it came, what it waits for, and a corrected form."
  )

  @OptionGroup var holder: AddressHolder
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let found = try await gateway.call {
      try await $0.emergency.getEmergencyAddress(.init(name: holder.addressName), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { Emergency.sheet(found) }
  }
}
