import ArgumentParser
import Messages

/// `trunkline orders`
struct Orders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Order reserved numbers for a location, and follow the order.",
    discussion: """
      An order waits until a customer administrator has accepted the terms of
      service; then its numbers work.

      Examples:
        trunkline orders create --reservation RESERVATION --location LOCATION
        trunkline orders accept ORDER
        trunkline orders watch ORDER
      """,
    subcommands: [
      CreateOrder.self, AcceptTerms.self, ShowOrder.self, ListOrders.self, WatchOrder.self, CancelOrder.self,
    ]
  )

  /// An order for people.
  static func sheet(_ order: OrderingV1.Order) -> String {
    var sheet = Sheet()
    sheet.add("order", order.name)
    sheet.add("state", order.state.name)
    sheet.add("meaning", order.status?.meaning ?? "")
    sheet.add("reason", order.status?.reason ?? "")
    sheet.add("who must act", order.status?.nextActor ?? "")
    sheet.add("location", order.location)
    sheet.add("reservation", order.reservation)
    for number in order.numbers {
      sheet.add(
        "number",
        [number.phoneNumber, number.outcome.name, number.reason].filter { !$0.isEmpty }.joined(
          separator: "  "
        )
      )
    }
    for entry in order.history {
      sheet.add(
        "history",
        "\(entry.time?.text ?? "")  \(entry.event)  \(entry.description)  (\(entry.principal))"
      )
    }
    return sheet.text
  }
}

/// Which order a command is about.
struct OrderArgument: ParsableArguments {
  @Argument(help: "Name or id of the order.")
  var order: String

  @OptionGroup var organization: OrganizationOption

  var name: String { organization.resource("orders", order) }
}
