import ArgumentParser
import Messages

/// `trunkline locations create`
struct CreateLocation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a location, without a connection to the telephone network."
  )

  @Argument(help: "Id: 1 to 63 of a-z, 0-9 and -.")
  var id: String

  @Option(help: "What people call it.")
  var displayName: String?

  @Option(help: ArgumentHelp("Country, such as US.", valueName: "code"))
  var country = "US"

  @Option(help: ArgumentHelp("Region by its ISO code, such as NJ, for holidays.", valueName: "code"))
  var region = ""

  @Option(help: ArgumentHelp("Time zone, such as America/New_York.", valueName: "name"))
  var timeZone: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = CatalogV1.CreateLocationRequest(
      parent: organization.name,
      locationId: id,
      location: .init(
        displayName: displayName ?? id,
        countryCode: country.uppercased(),
        timeZone: timeZone,
        region: region.uppercased()
      ),
      requestId: request.id
    )
    let made = try await gateway.call { try await $0.catalog.createLocation(message, options: $0.options) }
    try Output.show(made, asJSON: gateway.json) { Locations.sheet(made) }
  }
}
