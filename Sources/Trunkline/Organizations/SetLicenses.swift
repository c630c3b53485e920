import ArgumentParser
import Messages

/// `trunkline organizations license`
struct SetLicenses: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "license",
    abstract: "Set what an organization has licensed. For operators."
  )

  @Argument(help: "Id of the organization.")
  var id: String

  @Option(help: ArgumentHelp("Committed outbound calling plan licences.", valueName: "count"))
  var outboundCallingPlans: Int32

  @Option(help: ArgumentHelp("Service-number licences.", valueName: "count"))
  var serviceNumberLicenses: Int32

  @Option(
    help: ArgumentHelp("The day from which the change is charged; now when left out.", valueName: "date")
  )
  var serviceDate = ""

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = CatalogV1.UpdateLicensesRequest(
      name: "organizations/\(id)",
      outboundCallingPlans: outboundCallingPlans,
      serviceNumberLicenses: serviceNumberLicenses,
      requestId: request.id,
      serviceDate: serviceDate
    )
    let changed = try await gateway.call(as: .operator) {
      try await $0.catalog.updateLicenses(message, options: $0.options)
    }
    try Output.show(changed, asJSON: gateway.json) { Organizations.sheet(changed) }
  }
}
