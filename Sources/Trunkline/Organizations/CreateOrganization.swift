import ArgumentParser
import Messages

/// `trunkline organizations create`
struct CreateOrganization: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create an organization. For operators."
  )

  @Argument(help: "Id: 1 to 63 of a-z, 0-9 and -.")
  var id: String

  @Option(help: "What people call it.")
  var displayName: String?

  @Flag(help: "A trial, which is free and limited, instead of a paying customer.")
  var trial = false

  @Option(help: ArgumentHelp("Committed outbound calling plan licences.", valueName: "count"))
  var outboundCallingPlans: Int32 = 1

  @Option(help: ArgumentHelp("Service-number licences.", valueName: "count"))
  var serviceNumberLicenses: Int32 = 0

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let organization = CatalogV1.Organization(
      displayName: displayName ?? id,
      accountType: trial ? .trial : .paid,
      outboundCallingPlans: trial ? 0 : outboundCallingPlans,
      serviceNumberLicenses: serviceNumberLicenses
    )
    let message = CatalogV1.CreateOrganizationRequest(
      organizationId: id,
      organization: organization,
      requestId: request.id
    )
    let made = try await gateway.call(as: .operator) {
      try await $0.catalog.createOrganization(message, options: $0.options)
    }
    try Output.show(made, asJSON: gateway.json) { Organizations.sheet(made) }
  }
}
