import ArgumentParser
import Messages

/// `trunkline locations enable`
struct EnableCallingPlan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable",
    abstract: "Choose the calling plan for a location, and name who signs the contract."
  )

  @Argument(help: "Name or id of the location.")
  var location: String

  @OptionGroup var signatory: SignatoryOptions
  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = CatalogV1.EnableCallingPlanRequest(
      name: organization.resource("locations", location),
      contractContact: signatory.message,
      requestId: request.id
    )
    let changed = try await gateway.call {
      try await $0.catalog.enableCallingPlan(message, options: $0.options)
    }
    try Output.show(changed, asJSON: gateway.json) { Locations.sheet(changed) }
  }
}
