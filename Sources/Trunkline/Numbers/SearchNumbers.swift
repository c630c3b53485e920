import ArgumentParser
import Messages

/// `trunkline numbers search`
struct SearchNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find available numbers. Nothing is held: reserve what you want to keep.",
    discussion: """
      Examples:
        trunkline numbers search --city "Jersey City" --limit 5
        trunkline numbers search --contains FLOWERS --best-effort
        trunkline numbers search --area 201 --ends-with 0000 --explain
      """
  )

  @OptionGroup(title: "Which numbers") var criteria: CriteriaOptions

  @Option(help: ArgumentHelp("10, 50 or 100: show the first number of runs that long.", valueName: "size"))
  var block: Int32 = 0

  @Flag(help: "When too few fit, show the nearest others, too.")
  var bestEffort = false

  @Option(
    help: ArgumentHelp("Leave out a number that was shown already; may be repeated.", valueName: "number")
  )
  var exclude: [String] = []

  @Flag(help: "Say how many numbers each condition removes, instead of showing any.")
  var explain = false

  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  private var request: InventoryV1.SearchNumbersRequest {
    InventoryV1.SearchNumbersRequest(
      criteria: criteria.message,
      pageSize: page.limit,
      pageToken: page.page,
      blockSize: block,
      bestEffort: bestEffort,
      excludePhoneNumbers: exclude
    )
  }

  func run() async throws {
    if explain { return try await showExplanation() }
    let found = try await gateway.call { try await Self.search(request, $0) }
    try Output.show(found, asJSON: gateway.json) {
      if found.numbers.isEmpty, found.alternatives.isEmpty {
        return
          "No number fits. Leave a condition out, add --best-effort or --explain, or see `trunkline numbers stock`."
      }
      return Self.text(found)
    }
  }

  /// The first page with anything on it, or the last one: one call looks at so many numbers and no more.
  private static func search(
    _ first: InventoryV1.SearchNumbersRequest,
    _ client: GatewayClient
  ) async throws -> InventoryV1.SearchNumbersResponse {
    var request = first
    var found = try await client.inventory.searchNumbers(request, options: client.options)
    while found.numbers.isEmpty, !found.nextPageToken.isEmpty {
      request.pageToken = found.nextPageToken
      found = try await client.inventory.searchNumbers(request, options: client.options)
    }
    return found
  }

  private static func text(_ found: InventoryV1.SearchNumbersResponse) -> String {
    var text = Numbers.table(found.numbers) + PageOptions.more(found.nextPageToken)
    guard !found.alternatives.isEmpty else { return text }
    var table = Table("nearest others", "as written", "city", "region", "without")
    for other in found.alternatives {
      let number = other.number ?? .init()
      table.add(
        number.phoneNumber,
        number.displayNumber,
        number.city,
        number.region,
        other.relaxed.joined(separator: ", ")
      )
    }
    if found.numbers.isEmpty { text = "No number fits all conditions." }
    return text + "\n\n" + table.text
  }

  private func showExplanation() async throws {
    let explanation = try await gateway.call {
      try await $0.inventory.explainSearch(.init(search: request), options: $0.options)
    }
    try Output.show(explanation, asJSON: gateway.json) {
      var table = Table("condition", "removes")
      table.add("(all of the country)", "")
      for filter in explanation.filters { table.add(filter.filter, filter.removed.grouped) }
      return table.text
        + "\n\n\(explanation.matching.grouped) of \(explanation.total.grouped) numbers are left."
    }
  }
}
