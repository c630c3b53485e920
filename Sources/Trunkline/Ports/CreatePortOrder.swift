import ArgumentParser
import Messages

/// `trunkline ports create`
struct CreatePortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a draft port order."
  )

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String]

  @Option(help: ArgumentHelp("Name or id of the location that gets them.", valueName: "location"))
  var location: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let draft = PortingV1.PortOrder(
      location: organization.resource("locations", location),
      numbers: numbers.map { .init(phoneNumber: $0) }
    )
    let message = PortingV1.CreatePortOrderRequest(
      parent: organization.name,
      portOrder: draft,
      requestId: request.id
    )
    let made = try await gateway.call { try await $0.porting.createPortOrder(message, options: $0.options) }
    try Output.show(made, asJSON: gateway.json) { Ports.sheet(made) }
  }
}
