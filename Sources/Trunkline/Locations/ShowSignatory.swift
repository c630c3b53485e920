import ArgumentParser
import Messages

/// `trunkline locations signatory`
struct ShowSignatory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signatory",
    abstract: "Show who signs the contract for a location. The reading is noted."
  )

  @Argument(help: "Name or id of the location.")
  var location: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = CatalogV1.GetContractContactRequest(name: organization.resource("locations", location))
    let contact = try await gateway.call {
      try await $0.catalog.getContractContact(request, options: $0.options)
    }
    try Output.show(contact, asJSON: gateway.json) {
      var sheet = Sheet()
      sheet.add("name", "\(contact.givenName) \(contact.familyName)")
      sheet.add("e-mail", contact.email)
      sheet.add("telephone", contact.phoneNumber)
      return sheet.text
    }
  }
}
