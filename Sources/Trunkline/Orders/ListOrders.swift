import ArgumentParser
import Messages

/// `trunkline orders list`
struct ListOrders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the orders of an organization, the newest first."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = OrderingV1.ListOrdersRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call { try await $0.ordering.listOrders(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("order", "state", "location", "numbers", "created", "meaning")
      for order in answer.orders {
        table.add(
          order.name.resourceID,
          order.state.name,
          order.location.resourceID,
          "\(order.numbers.count)",
          order.createTime?.text ?? "",
          order.status?.meaning ?? ""
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}
