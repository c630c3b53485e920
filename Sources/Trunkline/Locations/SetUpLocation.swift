import ArgumentParser
import Messages

/// `trunkline locations set-up`
struct SetUpLocation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-up",
    abstract: "Connection, signatory and emergency address of a location as one order: all of it or nothing.",
    discussion: """
      Example:
        trunkline locations set-up headquarters --given-name Ada --family-name King \\
          --email ada@example.com --phone-number +12015550100 --region NJ \\
          --city "Jersey City" --postal-code 07302 --street "Main St" --building-number 12

      With --provider the location is connected with a cloud connected provider
      instead of the calling plan.
      """
  )

  @Argument(help: "Name or id of the location.")
  var location: String

  @Option(help: ArgumentHelp("Cloud connected provider, such as aldergate.", valueName: "id"))
  var provider: String?

  @Flag(help: "Subscribe to service numbers too.")
  var serviceNumbers = false

  @Option(help: "First name of the signatory.")
  var givenName: String

  @Option(help: "Last name of the signatory.")
  var familyName: String

  @Option(help: "E-mail address of the signatory.")
  var email: String

  @Option(help: "Telephone number of the signatory, with + and country code.")
  var phoneNumber: String

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
    let message = OrderingV1.CreateSetUpOrderRequest(
      parent: organization.name,
      connection: connection,
      emergencyAddress: address,
      requestId: request.id
    )
    let order = try await gateway.call { try await $0.setUp.createSetUpOrder(message, options: $0.options) }
    try Output.show(order, asJSON: gateway.json) { Self.sheet(order) }
  }

  private var connection: CatalogV1.ChooseConnectionRequest {
    .init(
      name: organization.resource("locations", location),
      pstnConnection: provider == nil ? .callingPlan : .cloudConnected,
      provider: provider.map { "providers/\($0.resourceID)" } ?? "",
      integration: provider == nil ? .unspecified : .integrated,
      subscriptionType: serviceNumbers ? .outboundCallingPlanWithServiceNumbers : .unspecified,
      contractContact: .init(
        givenName: givenName,
        familyName: familyName,
        email: email,
        phoneNumber: phoneNumber
      )
    )
  }

  private var address: TypeV1.CivicAddress {
    .init(
      countryCode: country.uppercased(),
      region: region,
      city: city,
      postalCode: postalCode,
      street: street,
      buildingNumber: buildingNumber,
      unit: unit
    )
  }

  private static func sheet(_ order: OrderingV1.SetUpOrder) -> String {
    var sheet = Sheet()
    sheet.add("set-up order", order.name)
    sheet.add("location", order.location)
    sheet.add("state", order.state.name)
    sheet.add("next", order.nextStep)
    sheet.add("reason", order.reason)
    sheet.add("what to do", order.message)
    return sheet.text
  }
}
