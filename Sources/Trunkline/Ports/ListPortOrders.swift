import ArgumentParser
import Messages

/// `trunkline ports list`
struct ListPortOrders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the port orders of an organization, the newest first."
  )

  private static let states: [PortingV1.PortOrder.State] = [
    .pending, .rejected, .submitted, .focReceived, .completed, .canceled,
  ]

  @Option(
    name: .customLong("state"),
    help: ArgumentHelp("Only in this state; may be given more than once.", valueName: "state"),
    transform: { text in
      guard let state = states.first(where: { $0.name == text.uppercased() }) else {
        throw ValidationError("\(text) is no state. Give \(states.map(\.name).joined(separator: ", ")).")
      }
      return state
    }
  )
  var states: [PortingV1.PortOrder.State] = []

  @Option(help: ArgumentHelp("Only for this location.", valueName: "location"))
  var location: String?

  @Option(help: ArgumentHelp("Only with this number.", valueName: "number"))
  var number = ""

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = PortingV1.ListPortOrdersRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page,
      filter: .init(
        states: states,
        location: location.map { organization.resource("locations", $0) } ?? "",
        phoneNumber: number
      )
    )
    let answer = try await gateway.call { try await $0.porting.listPortOrders(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("port order", "state", "location", "numbers", "meaning")
      for order in answer.portOrders {
        table.add(
          order.name.resourceID,
          order.state.name,
          order.location.resourceID,
          "\(order.numbers.count)",
          order.meaning
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}
