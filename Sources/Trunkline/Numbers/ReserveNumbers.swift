import ArgumentParser
import Messages

/// `trunkline numbers reserve`
struct ReserveNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reserve",
    abstract: "Hold numbers for 15 minutes.",
    discussion: """
      Name the numbers, or say how many (--count) or how long a run (--block),
      and which.

      Examples:
        trunkline numbers reserve +12015550123
        trunkline numbers reserve --count 2 --city "Jersey City"
        trunkline numbers reserve --block 10 --area 201
      """
  )

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String] = []

  @Option(help: "How many numbers the system chooses, 1 to 100.")
  var count: Int32?

  @Option(help: ArgumentHelp("Length of a run of consecutive numbers: 10, 50 or 100.", valueName: "size"))
  var block: Int32?

  @Flag(help: "Take what there is when some are gone.")
  var bestEffort = false

  @OptionGroup(title: "Which numbers") var criteria: CriteriaOptions
  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard [!numbers.isEmpty, count != nil, block != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("Give numbers, or --count, or --block: one of them.")
    }
  }

  private var selection: InventoryV1.ReserveNumbersRequest.Selection {
    if let count { return .quantity(.init(criteria: criteria.message, count: count)) }
    if let block { return .block(.init(criteria: criteria.message, size: block)) }
    return .specific(.init(phoneNumbers: numbers))
  }

  func run() async throws {
    let message = InventoryV1.ReserveNumbersRequest(
      parent: organization.name,
      requestId: request.id,
      selection: selection,
      bestEffort: bestEffort
    )
    let held = try await gateway.call { try await $0.inventory.reserveNumbers(message, options: $0.options) }
    try Output.show(held, asJSON: gateway.json) { Numbers.sheet(held) }
  }
}
