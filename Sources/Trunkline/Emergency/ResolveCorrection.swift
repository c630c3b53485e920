import ArgumentParser
import Messages

/// `trunkline emergency resolve`
struct ResolveCorrection: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Take over the corrected form of an address that the validator offers, or refuse it."
  )

  @OptionGroup var holder: AddressHolder

  @Flag(help: "Take it over; else it is refused, and another address has to be given.")
  var accept = false

  @Flag(help: "Refuse it.")
  var refuse = false

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard accept != refuse else { throw ValidationError("Give --accept or --refuse.") }
  }

  func run() async throws {
    let message = EmergencyV1.ResolveCorrectionRequest(
      name: holder.addressName,
      decision: accept ? .accept : .refuse,
      requestId: request.id
    )
    let answer = try await gateway.call {
      try await $0.emergency.resolveCorrection(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Emergency.sheet(answer) }
  }
}
