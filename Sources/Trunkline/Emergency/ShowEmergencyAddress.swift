import ArgumentParser
import Messages

/// `trunkline emergency show`
struct ShowEmergencyAddress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the emergency address of a location."
  )

  @Argument(help: "Name or id of the location.")
  var location: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let name = organization.resource("locations", location)
    let found = try await gateway.call {
      try await $0.emergency.getLocationAddress(.init(location: name), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { Emergency.sheet(found) }
  }
}
