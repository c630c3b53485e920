import ArgumentParser
import Messages

/// `trunkline ports check`
struct CheckPortability: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say of each number whether it can be ported."
  )

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String]

  @Option(help: ArgumentHelp("Name or id of the location that would get them.", valueName: "location"))
  var location: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = PortingV1.CheckPortabilityRequest(
      location: organization.resource("locations", location),
      phoneNumbers: numbers
    )
    let answer = try await gateway.call {
      try await $0.porting.checkPortability(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Ports.table(answer.numbers) }
  }
}
