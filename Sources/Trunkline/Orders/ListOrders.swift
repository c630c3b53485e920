import ArgumentParser
import Foundation
import Messages

/// `trunkline orders list`
struct ListOrders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the PSTN orders of an organization, the newest first.",
    discussion: """
      Examples:
        trunkline orders list --state PENDING --state ACTION_REQUIRED
        trunkline orders list --location berlin --since 2026-11-01
      """
  )

  private static let states: [OrderingV1.Order.State] = [
    .pending, .provisioned, .error, .actionRequired, .canceled,
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
  var states: [OrderingV1.Order.State] = []

  @Option(help: ArgumentHelp("Only for this location.", valueName: "location"))
  var location: String?

  @Option(help: ArgumentHelp("Only with this number.", valueName: "number"))
  var number = ""

  @Option(help: ArgumentHelp("Only created on this day (UTC) or later, as 2026-11-01.", valueName: "date"))
  var since: String?

  @Flag(help: "Only assisted ones.")
  var assisted = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    if since != nil, createdFrom == nil { throw ValidationError("--since takes a day such as 2026-11-01.") }
  }

  private var createdFrom: GoogleProtobuf.Timestamp? {
    since.flatMap { try? Date("\($0)T00:00:00Z", strategy: .iso8601) }
      .map { .init(seconds: Int64($0.timeIntervalSince1970)) }
  }

  func run() async throws {
    let filter = OrderingV1.OrderFilter(
      states: states,
      location: location.map { organization.resource("locations", $0) } ?? "",
      kind: assisted ? .assisted : .unspecified,
      createdFromTime: createdFrom,
      phoneNumber: number
    )
    let request = OrderingV1.ListOrdersRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page,
      filter: filter
    )
    let answer = try await gateway.call { try await $0.ordering.listOrders(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("number", "order", "state", "location", "numbers", "created", "meaning")
      for order in answer.orders {
        table.add(
          order.orderNumber,
          order.name.resourceID,
          order.state.name,
          order.location.resourceID,
          "\(order.numbers.isEmpty ? Int(order.requestedCount) : order.numbers.count)",
          order.createTime?.text ?? "",
          order.status?.meaning ?? ""
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}
