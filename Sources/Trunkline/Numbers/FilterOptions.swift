import ArgumentParser
import Messages

/// Which numbers of an organization are meant.
struct FilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only of this location.", valueName: "location"))
  var location: String?

  @Option(
    help: ArgumentHelp("Only in this state, such as ASSIGNED or AGING; may be repeated.", valueName: "state"),
    transform: { text in
      let known = (1...8).map { InventoryV1.Number.State(rawValue: $0) }
      guard let state = known.first(where: { $0.name == text.uppercased() }) else {
        throw ValidationError(
          "\(text) is no state. Give one of \(known.map(\.name).joined(separator: ", "))."
        )
      }
      return state
    }
  )
  var state: [InventoryV1.Number.State] = []

  @Option(
    help: ArgumentHelp("Only LOCAL, NATIONAL, TOLL_FREE or MOBILE.", valueName: "type"),
    transform: InventoryV1.NumberType.argument
  )
  var type: InventoryV1.NumberType?

  @Flag(help: "Only service numbers.")
  var service = false

  @Flag(help: "Only standard numbers.")
  var standard = false

  @Flag(help: "Only numbers that somebody uses.")
  var inUse = false

  @Flag(help: "Only numbers that nobody uses.")
  var notInUse = false

  func validate() throws {
    if service, standard { throw ValidationError("Give --service or --standard, not both.") }
    if inUse, notInUse { throw ValidationError("Give --in-use or --not-in-use, not both.") }
  }

  func message(_ organization: OrganizationOption) -> InventoryV1.NumberFilter {
    InventoryV1.NumberFilter(
      location: location.map { organization.resource("locations", $0) } ?? "",
      states: state,
      numberType: type ?? .unspecified,
      usage: service ? .service : standard ? .standard : .unspecified,
      assignment: inUse ? .inUse : notInUse ? .notInUse : .unspecified
    )
  }
}

/// `trunkline numbers count`
struct CountOwnNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count",
    abstract: "Count the numbers that an organization holds or has.",
    discussion: "Example:  trunkline numbers count --location headquarters"
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "Which numbers") var filter: FilterOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = InventoryV1.CountNumbersRequest(
      parent: organization.name,
      filter: filter.message(organization)
    )
    let answer = try await gateway.call { try await $0.inventory.countNumbers(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("state", "usage", "numbers", "in use")
      for count in answer.counts {
        let usage = count.usage == .unspecified ? "" : count.usage.name
        table.add(count.state.name, usage, count.total.grouped, count.inUse.grouped)
      }
      table.add("all", "", answer.total.grouped, "")
      return table.text
    }
  }
}
