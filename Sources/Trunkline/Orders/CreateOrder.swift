import ArgumentParser
import Messages

/// `trunkline orders create`
struct CreateOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Order the numbers of a reservation for a location.",
    discussion: "Example:  trunkline orders create --reservation 7f3c --location headquarters"
  )

  @Option(help: ArgumentHelp("Name or id of the reservation.", valueName: "reservation"))
  var reservation: String

  @Option(help: ArgumentHelp("Name or id of the location that gets the numbers.", valueName: "location"))
  var location: String

  @Option(
    help: ArgumentHelp("Fencing token of the reservation; looked up when not given.", valueName: "token")
  )
  var fencingToken: Int64?

  @Flag(help: "Check everything and change nothing.")
  var validateOnly = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let order = try await gateway.call { client in
      let reservation = organization.resource("reservations", reservation)
      let order = OrderingV1.Order(
        location: organization.resource("locations", location),
        reservation: reservation,
        fencingToken: try await token(of: reservation, client)
      )
      return try await client.ordering.createOrder(
        .init(parent: organization.name, order: order, requestId: request.id, validateOnly: validateOnly),
        options: client.options
      )
    }
    try Output.show(order, asJSON: gateway.json) { Orders.sheet(order) }
  }

  private func token(of reservation: String, _ client: GatewayClient) async throws -> Int64 {
    if let fencingToken { return fencingToken }
    return try await client.inventory.getReservation(.init(name: reservation), options: client.options)
      .fencingToken
  }
}
