import ArgumentParser
import Messages

/// `trunkline orders all`
struct ListPstnOrders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all",
    abstract: "List orders for numbers, port orders and set-ups of locations together, the newest first."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = GatewayV1.ListPstnOrdersRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call {
      try await $0.overview.listPstnOrders(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("order", "kind", "state", "location", "created", "next")
      for entry in answer.pstnOrders { table.add(entry) }
      return table.text + PageOptions.more(answer.nextPageToken) + answer.missingParts.lines
    }
  }
}

extension Table {
  fileprivate mutating func add(_ order: GatewayV1.PstnOrder) {
    add(
      order.name.resourceID,
      order.kind.name,
      order.state.name,
      order.location.resourceID,
      order.createTime?.text ?? "",
      order.nextStep.isEmpty ? order.meaning : order.nextStep
    )
  }
}

extension [GatewayV1.MissingPart] {
  /// Lines that name what is not shown; nothing when all is.
  fileprivate var lines: String {
    map { "\n(\($0.service) cannot be asked: \($0.message))" }.joined()
  }
}
