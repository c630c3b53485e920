import ArgumentParser
import Foundation
import Messages

/// `trunkline emergency lookup`
struct LookUpEmergencyAddress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookup",
    abstract: "Say which emergency address holds for a number, or held at an instant.",
    discussion: """
      Only trunkline-emergency-address has to be up: it can be asked directly.

      Examples:
        trunkline emergency lookup +12015550123 --gateway 127.0.0.1:7404
        trunkline emergency lookup +12015550123 --as-of 2026-11-23T12:00:00Z
        trunkline emergency lookup +12015550123 --pidf-lo
      """
  )

  @Argument(help: "The number with + and country code.")
  var number: String

  @Option(help: ArgumentHelp("Say what held then.", valueName: "instant"))
  var asOf: String?

  @Flag(help: "Print a PIDF-LO document (RFC 4119, RFC 5139).")
  var pidfLo = false

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    if asOf != nil, instant == nil {
      throw ValidationError("--as-of takes an instant such as 2026-11-23T12:00:00Z.")
    }
    if asOf != nil, pidfLo { throw ValidationError("Give --as-of or --pidf-lo.") }
  }

  private var instant: GoogleProtobuf.Timestamp? {
    guard let asOf, let date = try? Date(asOf, strategy: .iso8601) else { return nil }
    return .init(seconds: Int64(date.timeIntervalSince1970))
  }

  func run() async throws {
    if pidfLo { return try await printDocument() }
    let found = try await gateway.call { try await look($0) }
    try Output.show(found, asJSON: gateway.json) { Self.sheet(found) }
  }

  private func look(_ client: GatewayClient) async throws -> EmergencyV1.EffectiveAddress {
    guard let instant else {
      return try await client.emergency.lookUpAddress(.init(phoneNumber: number), options: client.options)
    }
    return try await client.emergency.getEffectiveAddress(
      .init(phoneNumber: number, asOf: instant),
      options: client.options
    )
  }

  private func printDocument() async throws {
    let found = try await gateway.call {
      try await $0.emergency.getLocationObject(.init(phoneNumber: number), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { found.document }
  }

  private static func sheet(_ found: EmergencyV1.EffectiveAddress) -> String {
    var sheet = Sheet()
    sheet.add("number", found.phoneNumber)
    sheet.add("where", found.address?.line ?? "")
    sheet.add("information", found.additionalInformation)
    sheet.add("source", "\(found.source.name)  \(found.name)")
    sheet.add("location", found.location)
    sheet.add("progress", found.progress.name)
    sheet.add("emergency calls", found.ready ? "ready" : "not ready")
    for other in found.underWay {
      let step = [other.step.name, other.rejectionReason].filter { !$0.isEmpty }.joined(separator: " ")
      sheet.add("under way", "\(other.name)  \(step). \(other.nextStep)")
    }
    sheet.add("notice", found.notice)
    sheet.add("staleness", "at most \(found.stalenessMilliseconds) ms")
    return sheet.text
  }
}
