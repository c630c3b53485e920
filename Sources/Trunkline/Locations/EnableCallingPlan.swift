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

  @Option(help: "First name of the signatory.")
  var givenName: String

  @Option(help: "Last name of the signatory.")
  var familyName: String

  @Option(help: "E-mail address of the signatory.")
  var email: String

  @Option(help: "Telephone number of the signatory, with + and country code.")
  var phoneNumber: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let contact = CatalogV1.ContractContact(
      givenName: givenName,
      familyName: familyName,
      email: email,
      phoneNumber: phoneNumber
    )
    let message = CatalogV1.EnableCallingPlanRequest(
      name: organization.resource("locations", location),
      contractContact: contact,
      requestId: request.id
    )
    let changed = try await gateway.call {
      try await $0.catalog.enableCallingPlan(message, options: $0.options)
    }
    try Output.show(changed, asJSON: gateway.json) { Locations.sheet(changed) }
  }
}
