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
          --city "Jersey City" --postal-code 07302 --street "Main St" \\
          --building-number 12

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

  @OptionGroup var signatory: SignatoryOptions
  @OptionGroup var address: AddressOptions
  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = OrderingV1.CreateSetUpOrderRequest(
      parent: organization.name,
      connection: connection,
      emergencyAddress: address.message,
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
      contractContact: signatory.message
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
