import ArgumentParser
import Messages

/// Somebody who uses numbers, such as `users/alice`.
struct NumberUser: ExpressibleByArgument {
  private static let kinds: [String: InventoryV1.Assignee.Kind] = [
    "users": .user, "workspaces": .workspace, "auto-attendants": .autoAttendant, "call-queues": .callQueue,
    "contact-centers": .contactCenter,
  ]

  let message: InventoryV1.Assignee

  init?(argument: String) {
    let parts = argument.split(separator: "/", maxSplits: 1)
    guard parts.count == 2, let kind = Self.kinds[String(parts[0])] else { return nil }
    message = InventoryV1.Assignee(kind: kind, id: String(parts[1]))
  }

  /// How people write it; empty for nobody.
  static func text(_ assignee: InventoryV1.Assignee?) -> String {
    guard let assignee, let kind = kinds.first(where: { $0.value == assignee.kind })?.key else { return "" }
    return "\(kind)/\(assignee.id)"
  }

  static let form = "users/…, workspaces/…, auto-attendants/…, call-queues/… or contact-centers/…"
}

/// `trunkline numbers assign`
struct AssignNumber: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Give a number to somebody, or take it back.",
    discussion: """
      Examples:
        trunkline numbers assign +12015550123 --to users/alice
        trunkline numbers assign +12015550123 --to-nobody
      """
  )

  @Argument(help: "The number with + and country code.")
  var number: String

  @Option(help: ArgumentHelp("Who gets it: \(NumberUser.form).", valueName: "user"))
  var to: NumberUser?

  @Flag(help: "Take it back.")
  var toNobody = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard (to != nil) != toNobody else { throw ValidationError("Give --to or --to-nobody.") }
  }

  func run() async throws {
    let message = InventoryV1.SetAssigneeRequest(
      parent: organization.name,
      phoneNumber: number,
      assignee: to?.message,
      requestId: request.id
    )
    let answer = try await gateway.call { try await $0.inventory.setAssignee(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { ShowNumber.sheet(answer) }
  }
}

/// `trunkline numbers main`
struct SetMainNumber: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "main",
    abstract: "Say which number is the main number of a location.",
    discussion: """
      Examples:
        trunkline numbers main headquarters +12015550123
        trunkline numbers main headquarters --none
      """
  )

  @Argument(help: "The location.")
  var location: String

  @Argument(help: "The number with + and country code.")
  var number: String?

  @Flag(help: "The location has no main number any more.")
  var none = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard (number != nil) != none else { throw ValidationError("Give the number, or --none.") }
  }

  func run() async throws {
    let message = InventoryV1.SetMainNumberRequest(
      location: organization.resource("locations", location),
      phoneNumber: number ?? "",
      requestId: request.id
    )
    let answer = try await gateway.call { try await $0.inventory.setMainNumber(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { ShowNumber.sheet(answer) }
  }
}

/// `trunkline numbers caller-id`
struct SetCallerID: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "caller-id",
    abstract: "Show, or say, which number a user or workspace shows when calling.",
    discussion: """
      Examples:
        trunkline numbers caller-id users/alice
        trunkline numbers caller-id users/alice --show +12015550123
        trunkline numbers caller-id users/alice --show-none
      """
  )

  @Argument(help: "users/… or workspaces/….")
  var caller: NumberUser

  @Option(help: ArgumentHelp("Its own number, a service number, or a main number.", valueName: "number"))
  var show: String?

  @Flag(help: "Show no number.")
  var showNone = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call { client in
      guard show != nil || showNone else {
        let question = InventoryV1.GetCallerIdRequest(parent: organization.name, caller: caller.message)
        return try await client.inventory.getCallerId(question, options: client.options)
      }
      let message = InventoryV1.SetCallerIdRequest(
        parent: organization.name,
        caller: caller.message,
        phoneNumber: show ?? "",
        requestId: request.id
      )
      return try await client.inventory.setCallerId(message, options: client.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      let shown = answer.phoneNumber.isEmpty ? "no number" : answer.phoneNumber
      return "\(NumberUser.text(answer.caller)) shows \(shown)."
    }
  }
}
