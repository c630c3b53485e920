import ArgumentParser
import Messages

/// `trunkline locations list`
struct ListLocations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the locations of an organization."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = CatalogV1.ListLocationsRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call { try await $0.catalog.listLocations(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("location", "called", "country", "connection", "time zone")
      for location in answer.locations {
        table.add(
          location.name.resourceID,
          location.displayName,
          location.countryCode,
          Locations.connection(location),
          location.timeZone
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}
