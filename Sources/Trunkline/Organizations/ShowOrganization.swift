import ArgumentParser
import Messages

/// `trunkline organizations show`
struct ShowOrganization: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an organization.")

  @Argument(help: "Id of the organization.")
  var id = "demo"

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let found = try await gateway.call {
      try await $0.catalog.getOrganization(.init(name: "organizations/\(id)"), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { Organizations.sheet(found) }
  }
}
