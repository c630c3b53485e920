import ArgumentParser
import Foundation
import Messages

/// `trunkline ports reschedule`
struct ReschedulePortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reschedule",
    abstract: "Ask the losing carrier for another time."
  )

  @OptionGroup var port: PortArgument

  @Argument(
    help: ArgumentHelp("When the numbers shall move, as 2026-12-01T14:00:00Z.", valueName: "time"),
    transform: { text in
      guard let date = try? Date(text, strategy: .iso8601) else {
        throw ValidationError("\(text) is not RFC 3339, as 2026-12-01T14:00:00Z.")
      }
      return date
    }
  )
  var time: Date

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = PortingV1.ReschedulePortOrderRequest(
      name: port.name,
      desiredTime: .init(seconds: Int64(time.timeIntervalSince1970)),
      requestId: request.id
    )
    let answer = try await gateway.call {
      try await $0.porting.reschedulePortOrder(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Ports.sheet(answer) }
  }
}

/// `trunkline ports cancel`
struct CancelPortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "cancel", abstract: "Cancel a port order.")

  @OptionGroup var port: PortArgument
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = PortingV1.CancelPortOrderRequest(name: port.name, requestId: request.id)
    let answer = try await gateway.call { try await $0.porting.cancelPortOrder(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Ports.sheet(answer) }
  }
}

/// `trunkline ports split`
struct SplitPortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Make drafts of the groups of an order's numbers, and end it.",
    discussion: """
      Without groups it is split as the losing carrier demanded, or by country, number
      type and losing carrier.

      Example:
        trunkline ports split ORDER --group +12015550100,+12015550102 \\
          --group +12015550101
      """
  )

  @OptionGroup var port: PortArgument

  @Option(help: ArgumentHelp("Numbers that go together, comma-separated.", valueName: "numbers"))
  var group: [String] = []

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = PortingV1.SplitPortOrderRequest(
      name: port.name,
      groups: group.map { .init(phoneNumbers: $0.split(separator: ",").map(String.init)) },
      requestId: request.id
    )
    let answer = try await gateway.call { try await $0.porting.splitPortOrder(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      answer.portOrders.map(Ports.sheet).joined(separator: "\n\n")
    }
  }
}

/// `trunkline ports snap-back`
struct SnapBack: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snap-back",
    abstract: "Ask the losing carrier to take ported numbers back. It does not have to."
  )

  @OptionGroup var port: PortArgument

  @Argument(help: "Numbers with + and country code; all of the order when none are given.")
  var numbers: [String] = []

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = PortingV1.RequestSnapBackRequest(
      name: port.name,
      phoneNumbers: numbers,
      requestId: request.id
    )
    let answer = try await gateway.call { try await $0.porting.requestSnapBack(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Ports.sheet(answer) }
  }
}
