import ArgumentParser
import Messages

/// `trunkline orders`
struct Orders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Order new numbers for a location, and follow the order.",
    discussion: """
      A self-service order (US, CA) waits until a customer administrator has accepted
      the terms of service; then its numbers work. An assisted order (elsewhere)
      collects documents, is submitted and reviewed before that.

      Examples:
        trunkline orders create --reservation RESERVATION --location LOCATION
        trunkline orders accept ORDER
        trunkline orders watch ORDER
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Order",
        subcommands: [
          CreateOrder.self, AcceptTerms.self, ShowOrder.self, OrderHistory.self, ListOrders.self,
          ListPstnOrders.self,
          WatchOrder.self, CancelOrder.self, BillingEvents.self,
        ]
      ),
      CommandGroup(
        name: "Assisted order",
        subcommands: [
          AttachDocument.self, RemoveDocument.self, ProvideEmergencyInformation.self, SubmitOrder.self,
        ]
      ),
      CommandGroup(
        name: "Operator",
        subcommands: [ReviewOrder.self, ShowApplication.self, FetchDocument.self, ReconcileOrders.self]
      ),
    ]
  )

  /// An order for people.
  static func sheet(_ order: OrderingV1.Order) -> String {
    var sheet = Sheet()
    sheet.add("order", order.name)
    sheet.add("PSTN order number", order.orderNumber)
    sheet.add("state", order.state.name)
    sheet.add("meaning", order.status?.meaning ?? "")
    sheet.add("reason", order.status?.reason ?? "")
    sheet.add("who must act", order.status?.nextActor ?? "")
    sheet.add("until", order.status?.actUntilTime?.text ?? "")
    sheet.add("can become", order.status?.nextStates.map(\.name).joined(separator: ", ") ?? "")
    sheet.add("location", order.location)
    sheet.add("reservation", order.reservation)
    for requirement in order.requirements {
      sheet.add("missing", "\(requirement.field): \(requirement.description)")
    }
    for document in order.documents { sheet.add("document", line(document)) }
    for number in order.numbers { sheet.add("number", line(number)) }
    for limit in order.useLimits { sheet.add("limit of use", limit) }
    for entry in order.history { sheet.add("history", line(entry)) }
    return sheet.text
  }

  static func line(_ document: OrderingV1.Document) -> String {
    "\(document.kind.name)  \(document.mediaType), \(document.sizeBytes) bytes  \(document.name)"
  }

  private static func line(_ number: OrderingV1.NumberOutcome) -> String {
    [number.phoneNumber, number.outcome.name, number.reason].filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private static func line(_ entry: OrderingV1.HistoryEntry) -> String {
    "\(entry.time?.text ?? "")  \(entry.event)  \(entry.description)  (\(entry.principal))"
  }
}

/// Which order a command is about.
struct OrderArgument: ParsableArguments {
  @Argument(help: "Name or id of the order.")
  var order: String

  @OptionGroup var organization: OrganizationOption

  var name: String { organization.resource("orders", order) }
}
