import ArgumentParser
import Messages

/// `trunkline emergency uses`
struct EmergencyAddressUses: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uses",
    abstract: "List the numbers for which an emergency address holds."
  )

  @OptionGroup var holder: AddressHolder

  @Option(help: ArgumentHelp("Go on where the page before ended.", valueName: "token"))
  var page = ""

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = EmergencyV1.ListAddressUsesRequest(parent: holder.addressName, pageToken: page)
    let answer = try await gateway.call {
      try await $0.emergency.listAddressUses(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      answer.phoneNumbers.joined(separator: "\n") + PageOptions.more(answer.nextPageToken)
    }
  }
}
