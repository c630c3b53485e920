import ArgumentParser
import Messages

/// `trunkline ports show`
struct ShowPortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a port order.")

  @Argument(help: "Name or id of the port order.")
  var order: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let name = organization.resource("portOrders", order)
    let found = try await gateway.call {
      try await $0.porting.getPortOrder(.init(name: name), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { Ports.sheet(found) }
  }
}
