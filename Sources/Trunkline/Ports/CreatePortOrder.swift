import ArgumentParser
import Messages

/// `trunkline ports create`
struct CreatePortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a draft port order; what is not given can follow."
  )

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String]

  @Option(help: ArgumentHelp("Name or id of the location that gets them.", valueName: "location"))
  var location: String

  @Option(
    help: ArgumentHelp(
      "Requirement group whose values and documents are taken (trunkline catalog requirements).",
      valueName: "group"
    )
  )
  var requirements: String?

  @OptionGroup(title: "What is filled in") var wish: PortWishOptions
  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    var draft = wish.order(numbers: numbers)
    draft.location = organization.resource("locations", location)
    if let requirements { draft.requirementGroup = organization.resource("requirementGroups", requirements) }
    let message = PortingV1.CreatePortOrderRequest(
      parent: organization.name,
      portOrder: draft,
      requestId: request.id
    )
    let made = try await gateway.call { try await $0.porting.createPortOrder(message, options: $0.options) }
    try Output.show(made, asJSON: gateway.json) { Ports.sheet(made) }
  }
}

/// `trunkline ports change`
struct ChangePortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "Change a draft, or a rejected order. Only what is given changes."
  )

  @OptionGroup var port: PortArgument

  @Option(
    help: ArgumentHelp("A number that the order shall have, instead of all that it has.", valueName: "number")
  )
  var number: [String] = []

  @OptionGroup(title: "What changes") var wish: PortWishOptions
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call { client in
      var (changes, paths) = try await wish.changes(of: port.name, numbers: number, client)
      changes.name = port.name
      let message = PortingV1.UpdatePortOrderRequest(
        portOrder: changes,
        updatePaths: paths,
        requestId: request.id
      )
      return try await client.porting.updatePortOrder(message, options: client.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Ports.sheet(answer) }
  }
}

/// `trunkline ports submit`
struct SubmitPortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Submit a draft, or a rejected order again, with what is given changed.",
    discussion: """
      Examples:
        trunkline ports validate ORDER
        trunkline ports submit ORDER
        trunkline ports submit ORDER --account 4711-2
        trunkline ports submit ORDER --service-country US --service-region NJ \\
          --service-city "Jersey City" --service-postal-code 07302 \\
          --service-street "Montgomery St" --service-building-number 30
      """
  )

  @OptionGroup var port: PortArgument

  @Option(
    help: ArgumentHelp("A number that the order shall have, instead of all that it has.", valueName: "number")
  )
  var number: [String] = []

  @OptionGroup(title: "What changes") var wish: PortWishOptions
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call { client in
      let (changes, paths) = try await wish.changes(of: port.name, numbers: number, client)
      let message = PortingV1.SubmitPortOrderRequest(
        name: port.name,
        changes: changes,
        updatePaths: paths,
        requestId: request.id
      )
      return try await client.porting.submitPortOrder(message, options: client.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Ports.sheet(answer) }
  }
}
