import ArgumentParser
import Messages

/// `trunkline numbers search`
struct SearchNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find available numbers. Nothing is held: reserve what you want to keep.",
    discussion: "Example:  trunkline numbers search --city \"Jersey City\" --limit 5"
  )

  @OptionGroup(title: "Which numbers") var criteria: CriteriaOptions

  @Option(help: ArgumentHelp("10, 50 or 100: show the first number of runs that long.", valueName: "size"))
  var block: Int32 = 0

  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = InventoryV1.SearchNumbersRequest(
      criteria: criteria.message,
      pageSize: page.limit,
      pageToken: page.page,
      blockSize: block
    )
    let found = try await gateway.call { try await $0.inventory.searchNumbers(request, options: $0.options) }
    try Output.show(found, asJSON: gateway.json) {
      if found.numbers.isEmpty {
        return "No number fits. Leave a condition out, or see `trunkline numbers stock`."
      }
      return Numbers.table(found.numbers) + PageOptions.more(found.nextPageToken)
    }
  }
}
