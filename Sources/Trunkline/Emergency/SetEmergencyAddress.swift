import ArgumentParser
import Messages

/// `trunkline emergency set`
struct SetEmergencyAddress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Give a location its emergency address; it holds for all numbers there."
  )

  @Argument(help: "Name or id of the location.")
  var location: String

  @Option(help: ArgumentHelp("Country, such as US.", valueName: "code"))
  var country = "US"

  @Option(help: ArgumentHelp("State, province or region, such as NJ.", valueName: "code"))
  var region = ""

  @Option(help: "City.")
  var city: String

  @Option(help: "Postal code.")
  var postalCode: String

  @Option(help: "Street, without the building number.")
  var street: String

  @Option(help: "Building number.")
  var buildingNumber: String

  @Option(help: "Floor, room or suite.")
  var unit = ""

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let address = TypeV1.CivicAddress(
      countryCode: country.uppercased(),
      region: region,
      city: city,
      postalCode: postalCode,
      street: street,
      buildingNumber: buildingNumber,
      unit: unit
    )
    let message = EmergencyV1.SetLocationAddressRequest(
      location: organization.resource("locations", location),
      address: address,
      requestId: request.id
    )
    let made = try await gateway.call {
      try await $0.emergency.setLocationAddress(message, options: $0.options)
    }
    try Output.show(made, asJSON: gateway.json) { Emergency.sheet(made) }
  }
}
