import ArgumentParser
import Messages

/// `trunkline emergency lookup`
struct LookUpEmergencyAddress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookup",
    abstract: "Say which emergency address holds for a number.",
    discussion: """
      Only trunkline-emergency-address has to be up: it can be asked directly.

      Example:  trunkline emergency lookup +12015550123 --gateway 127.0.0.1:7404
      """
  )

  @Argument(help: "The number with + and country code.")
  var number: String

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let found = try await gateway.call {
      try await $0.emergency.lookUpAddress(.init(phoneNumber: number), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { Self.sheet(found) }
  }

  private static func sheet(_ found: EmergencyV1.EffectiveAddress) -> String {
    var sheet = Sheet()
    sheet.add("number", found.phoneNumber)
    sheet.add("where", found.address?.line ?? "")
    sheet.add("source", "\(found.source.name)  \(found.location)")
    sheet.add("progress", found.progress.name)
    sheet.add("notice", found.notice)
    sheet.add("staleness", "at most \(found.stalenessMilliseconds) ms")
    return sheet.text
  }
}
