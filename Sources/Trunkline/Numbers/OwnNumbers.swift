import ArgumentParser
import Messages

/// `trunkline numbers give-up`
struct GiveUpNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "give-up",
    abstract: "Release numbers of the organization. They rest for 90 days.",
    discussion: """
      Numbers that were ordered as a block go as the whole block; numbers in use
      do not go.

      Example:  trunkline numbers give-up +12015550123
      """
  )

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String]

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = InventoryV1.ReleaseNumbersRequest(
      parent: organization.name,
      phoneNumbers: numbers,
      requestId: request.id
    )
    let answer = try await gateway.call {
      try await $0.inventory.releaseNumbers(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Numbers.table(answer.numbers) }
  }
}

/// `trunkline numbers move`
struct MoveNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Move numbers that nobody uses to another location.",
    discussion: "Example:  trunkline numbers move +12015550123 --to branch"
  )

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String]

  @Option(help: ArgumentHelp("The location that gets them.", valueName: "location"))
  var to: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = InventoryV1.MoveNumbersRequest(
      parent: organization.name,
      phoneNumbers: numbers,
      location: organization.resource("locations", to),
      requestId: request.id
    )
    let answer = try await gateway.call { try await $0.inventory.moveNumbers(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Numbers.table(answer.numbers) }
  }
}

/// `trunkline numbers use-as`
struct ChangeNumberUsage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "use-as",
    abstract: "Make numbers that nobody uses standard or service numbers.",
    discussion: "Example:  trunkline numbers use-as service +12015550123"
  )

  /// What a number can be used as.
  enum Usage: String, CaseIterable, ExpressibleByArgument {
    case standard, service
  }

  @Argument(help: "standard, or service: for site services, needs a licence.")
  var usage: Usage

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String]

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = InventoryV1.ChangeNumberUsageRequest(
      parent: organization.name,
      phoneNumbers: numbers,
      usage: usage == .service ? .service : .standard,
      requestId: request.id
    )
    let answer = try await gateway.call {
      try await $0.inventory.changeNumberUsage(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Numbers.table(answer.numbers) }
  }
}
