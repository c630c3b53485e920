import ArgumentParser
import Messages

/// `trunkline orders billing`
struct BillingEvents: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "billing",
    abstract: "List what began and ended to be charged, the oldest first."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = OrderingV1.ListBillingEventsRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call {
      try await $0.ordering.listBillingEvents(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("from", "what", "change", "cause", "days charged", "order")
      for event in answer.events {
        table.add(
          event.effectiveTime?.text ?? "",
          Self.subject(event),
          event.kind.name,
          event.cause,
          "\(event.proration?.chargedDays ?? 0) of \(event.proration?.periodDays ?? 0)",
          event.order.resourceID
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }

  private static func subject(_ event: OrderingV1.BillingEvent) -> String {
    switch event.subject {
    case .phoneNumber(let number): number
    case .outboundCallingPlans(let count): Int(count).counting("outbound calling plan")
    case nil: ""
    }
  }
}
