import ArgumentParser
import Messages

/// `trunkline ports list`
struct ListPortOrders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the port orders of an organization, the newest first."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = PortingV1.ListPortOrdersRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page
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
