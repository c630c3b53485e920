import ArgumentParser
import Messages

/// `trunkline locations show`
struct ShowLocation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a location.")

  @Argument(help: "Name or id of the location.")
  var location: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let name = organization.resource("locations", location)
    let found = try await gateway.call {
      try await $0.catalog.getLocation(.init(name: name), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { Locations.sheet(found) }
  }
}
