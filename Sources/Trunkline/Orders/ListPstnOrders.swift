import ArgumentParser
import Messages

/// `trunkline orders all`
struct ListPstnOrders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all",
    abstract: "List orders for numbers and set-ups of locations together, the newest first."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = OrderingV1.ListPstnOrdersRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call {
      try await $0.pstnOrders.listPstnOrders(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("order", "kind", "state", "location", "created", "next")
      for entry in answer.pstnOrders { table.add(entry) }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}

extension Table {
  fileprivate mutating func add(_ entry: OrderingV1.PstnOrder) {
    switch entry.order {
    case .numberOrder(let order):
      add(
        order.name.resourceID,
        "numbers",
        order.state.name,
        order.location.resourceID,
        order.createTime?.text ?? "",
        order.status?.meaning ?? ""
      )
    case .setUpOrder(let order):
      add(
        order.name.resourceID,
        "set-up",
        order.state.name,
        order.location.resourceID,
        order.createTime?.text ?? "",
        order.message.isEmpty ? order.nextStep : order.message
      )
    case nil: break
    }
  }
}
