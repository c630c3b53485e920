import ArgumentParser
import Messages

/// `trunkline numbers list`
struct ListNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the numbers that an organization holds or has."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "Which numbers") var filter: FilterOptions
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = InventoryV1.ListNumbersRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page,
      filter: filter.message(organization)
    )
    let answer = try await gateway.call { try await $0.inventory.listNumbers(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      Numbers.table(answer.numbers) + PageOptions.more(answer.nextPageToken)
    }
  }
}
