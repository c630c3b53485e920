import ArgumentParser
import Messages

/// `trunkline locations`
struct Locations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Create the sites of an organization, and enable the calling plan there.",
    discussion: """
      Examples:
        trunkline locations create headquarters --time-zone America/New_York
        trunkline locations enable headquarters --given-name Ada \\
          --family-name King --email ada@example.com --phone-number +12015550100
        trunkline locations list
      """,
    subcommands: [
      CreateLocation.self, SetUpLocation.self, EnableCallingPlan.self, ConnectLocation.self,
      ShowLocation.self, ShowSignatory.self,
      ListLocations.self,
    ]
  )

  /// How a location reaches the telephone network.
  static func connection(_ location: CatalogV1.Location) -> String {
    location.pstnConnection == .unspecified ? "none yet" : location.pstnConnection.name
  }

  /// A location for people.
  static func sheet(_ location: CatalogV1.Location) -> String {
    var sheet = Sheet()
    sheet.add("location", location.name)
    sheet.add("called", location.displayName)
    sheet.add("country", location.countryCode)
    sheet.add("time zone", location.timeZone)
    sheet.add("connection", connection(location))
    sheet.add("provider", location.provider.resourceID)
    sheet.add("integration", location.integration == .unspecified ? "" : location.integration.name)
    sheet.add(
      "subscription",
      location.subscriptionType == .unspecified ? "" : location.subscriptionType.name
    )
    if let contact = location.contractContact {
      sheet.add("contract signatory", "\(contact.givenName) \(contact.familyName)")
    }
    return sheet.text
  }
}
