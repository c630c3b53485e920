import ArgumentParser
import Messages

/// `trunkline locations connect`
struct ConnectLocation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect",
    abstract: "Connect a location through a provider or its local gateway, or migrate it.",
    discussion: """
      Examples:
        trunkline locations connect paris --provider mistral-voix \\
          --given-name Ada --family-name King --email ada@example.com \\
          --phone-number +12015550100
        trunkline locations connect paris --provider rheinruf --non-integrated
        trunkline locations connect depot --premises
      """
  )

  @Argument(help: "Name or id of the location.")
  var location: String

  @Option(help: ArgumentHelp("Cloud connected provider, such as aldergate.", valueName: "id"))
  var provider: String?

  @Flag(help: "The provider handles orders at its own portal.")
  var nonIntegrated = false

  @Flag(help: "Enable the local gateway, and connect through it.")
  var premises = false

  @Option(help: "First name of the signatory.")
  var givenName: String?

  @Option(help: "Last name of the signatory.")
  var familyName: String?

  @Option(help: "E-mail address of the signatory.")
  var email: String?

  @Option(help: "Telephone number of the signatory, with + and country code.")
  var phoneNumber: String?

  @Flag(help: "Only say whether it would be done.")
  var dryRun = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard premises != (provider != nil) else { throw ValidationError("Give --provider or --premises.") }
  }

  func run() async throws {
    let name = organization.resource("locations", location)
    let message = request(name)
    let connected = try await gateway.call { client in
      if premises, !dryRun {
        let enabled = CatalogV1.SetLocalGatewayRequest(name: name, enabled: true)
        _ = try await client.catalog.setLocalGateway(enabled, options: client.options)
      }
      return try await client.catalog.chooseConnection(message, options: client.options)
    }
    try Output.show(connected, asJSON: gateway.json) { Locations.sheet(connected) }
  }

  private func request(_ name: String) -> CatalogV1.ChooseConnectionRequest {
    let parts = [givenName, familyName, email, phoneNumber]
    let contact = CatalogV1.ContractContact(
      givenName: givenName ?? "",
      familyName: familyName ?? "",
      email: email ?? "",
      phoneNumber: phoneNumber ?? ""
    )
    return .init(
      name: name,
      pstnConnection: premises ? .premises : .cloudConnected,
      provider: provider.map { "providers/\($0.resourceID)" } ?? "",
      integration: premises ? .unspecified : nonIntegrated ? .nonIntegrated : .integrated,
      contractContact: parts.contains { $0 != nil } ? contact : nil,
      validateOnly: dryRun
    )
  }
}
