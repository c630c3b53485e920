import ArgumentParser
import Messages

/// `trunkline orders reconcile`
struct ReconcileOrders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Compare orders with the inventory and give back what no order owns. For operators.",
    discussion: """
      The service does so by itself from time to time. Ends with 1 when something is
      left to do.
      """
  )

  @Flag(help: "Say what is wrong and change nothing.")
  var dryRun = false

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call(as: .operator) {
      try await $0.ordering.reconcileOrders(.init(validateOnly: dryRun), options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Self.text(answer) }
    if answer.discrepancies.contains(where: { !$0.repaired }) { throw ExitCode(1) }
  }

  private static func text(_ answer: OrderingV1.ReconcileOrdersResponse) -> String {
    let compared =
      "Compared: \(Int(answer.orders).counting("order")) with \(Int(answer.numbers).counting("number"))."
    guard !answer.discrepancies.isEmpty else { return "\(compared) Nothing is wrong." }
    var table = Table("order", "numbers", "reason", "what")
    for discrepancy in answer.discrepancies {
      table.add(
        discrepancy.order,
        discrepancy.phoneNumbers.joined(separator: " "),
        discrepancy.reason,
        discrepancy.description
      )
    }
    return "\(table.text)\n\n\(compared)"
  }
}
