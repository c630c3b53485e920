import ArgumentParser
import Messages

/// `trunkline ports review`
struct ReviewPortability: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Mark numbers that the losing carrier keeps as portable. For operators.",
    discussion: """
      Example:
        trunkline ports review ORDER +12015550121 \\
          --note "The carrier's record is wrong."
      """
  )

  @OptionGroup var port: PortArgument

  @Argument(help: "Numbers of the order, with + and country code.")
  var numbers: [String]

  @Option(help: "Why they can be ported; the customer sees it.")
  var note: String

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = PortingV1.ReviewPortabilityRequest(
      name: port.name,
      phoneNumbers: numbers,
      note: note,
      requestId: request.id
    )
    let answer = try await gateway.call {
      try await $0.porting.reviewPortability(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Ports.sheet(answer) }
  }
}
