import ArgumentParser
import Messages

/// `trunkline emergency test-call`
struct PlaceTestCall: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-call",
    abstract: "Have a test call placed from a number; when it leads to its address, that is verified."
  )

  @Argument(help: "The number with + and country code.")
  var number: String

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = EmergencyV1.PlaceTestCallRequest(phoneNumber: number, requestId: request.id)
    let answer = try await gateway.call {
      try await $0.emergency.placeTestCall(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Emergency.sheet(answer) }
  }
}
