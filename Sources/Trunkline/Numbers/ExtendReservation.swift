import ArgumentParser
import Messages

/// `trunkline numbers extend`
struct ExtendReservation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extend",
    abstract: "Hold reserved numbers 15 minutes longer."
  )

  @Argument(help: "Name or id of the reservation.")
  var reservation: String

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = InventoryV1.ExtendReservationRequest(
      name: organization.resource("reservations", reservation),
      requestId: request.id
    )
    let answer = try await gateway.call {
      try await $0.inventory.extendReservation(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Numbers.sheet(answer) }
  }
}
