import ArgumentParser
import Messages

/// `trunkline emergency contacts`
struct NotificationContactsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contacts",
    abstract: "Say who is told of emergency calls from a location, or show it.",
    discussion: """
      Examples:
        trunkline emergency contacts headquarters
        trunkline emergency contacts headquarters \\
          --set "Front desk,desk@example.com,+12015550100"
        trunkline emergency contacts headquarters --set-none
      """
  )

  @Argument(help: "Name or id of the location.")
  var location: String

  @Option(help: ArgumentHelp("All of them, one an option.", valueName: "name,email,number"))
  var set: [String] = []

  @Flag(help: "Tell nobody.")
  var setNone = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard set.allSatisfy({ Self.contact($0) != nil }), !setNone || set.isEmpty else {
      throw ValidationError("--set takes name,email,number, where one of email and number may be empty.")
    }
  }

  func run() async throws {
    let name = organization.resource("locations", location)
    let answer = try await gateway.call { client in
      guard setNone || !set.isEmpty else {
        return try await client.emergency.getNotificationContacts(
          .init(location: name),
          options: client.options
        )
      }
      return try await client.emergency.setNotificationContacts(
        .init(location: name, contacts: set.compactMap(Self.contact), requestId: request.id),
        options: client.options
      )
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("name", "e-mail", "number")
      for contact in answer.contacts { table.add(contact.displayName, contact.email, contact.phoneNumber) }
      return table.text
    }
  }

  private static func contact(_ text: String) -> EmergencyV1.NotificationContact? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { return nil }
    return .init(displayName: parts[0], email: parts[1], phoneNumber: parts[2])
  }
}
