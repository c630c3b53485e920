import ArgumentParser
import Messages

/// `trunkline organizations notices`
struct NoticeAddresses: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notices",
    abstract: "Say who is mailed about ports, or show it. For customer administrators.",
    discussion: "They are mailed beside those whom an order names. The reading is noted."
  )

  @Argument(help: "E-mail addresses, all of them; none to show those that are set.")
  var emails: [String] = []

  @Flag(help: "Mail nobody but those whom an order names.")
  var none = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    if none, !emails.isEmpty { throw ValidationError("Give --none or addresses.") }
  }

  func run() async throws {
    let addresses = try await gateway.call { client in
      guard none || !emails.isEmpty else {
        return try await client.catalog.getNoticeAddresses(
          .init(organization: organization.name),
          options: client.options
        )
      }
      return try await client.catalog.setNoticeAddresses(
        .init(organization: organization.name, emails: emails, requestId: request.id),
        options: client.options
      )
    }
    try Output.show(addresses, asJSON: gateway.json) {
      addresses.emails.isEmpty ? "nobody" : addresses.emails.joined(separator: "\n")
    }
  }
}
