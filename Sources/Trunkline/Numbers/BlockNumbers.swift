import ArgumentParser
import Messages

/// `trunkline numbers block`
struct BlockNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "block",
    abstract: "Take available numbers out of the stock. For operators.",
    discussion: "Example:  trunkline numbers block +12015550123"
  )

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String]

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = InventoryV1.BlockNumbersRequest(phoneNumbers: numbers, requestId: request.id)
    let answer = try await gateway.call(as: .operator) {
      try await $0.inventory.blockNumbers(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Numbers.table(answer.numbers) }
  }
}

/// `trunkline numbers unblock`
struct UnblockNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unblock",
    abstract: "Put blocked numbers back into the stock. For operators.",
    discussion: "Example:  trunkline numbers unblock +12015550123"
  )

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String]

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = InventoryV1.UnblockNumbersRequest(phoneNumbers: numbers, requestId: request.id)
    let answer = try await gateway.call(as: .operator) {
      try await $0.inventory.unblockNumbers(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Numbers.table(answer.numbers) }
  }
}
