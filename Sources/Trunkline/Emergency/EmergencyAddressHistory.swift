import ArgumentParser
import Messages

/// `trunkline emergency history`
struct EmergencyAddressHistory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show every change of an emergency address: when, by whom, before and after."
  )

  @OptionGroup var holder: AddressHolder

  @Option(help: ArgumentHelp("Go on where the page before ended.", valueName: "token"))
  var page = ""

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = EmergencyV1.ListAddressChangesRequest(parent: holder.addressName, pageToken: page)
    let answer = try await gateway.call {
      try await $0.emergency.listAddressChanges(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("time", "what", "by", "before", "after")
      for change in answer.changes {
        table.add(
          change.createTime?.text ?? "",
          change.action.name,
          change.principal,
          change.before?.address?.line ?? "-",
          change.after?.address?.line ?? "-"
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}
