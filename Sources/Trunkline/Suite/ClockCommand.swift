import ArgumentParser
import Messages
import ServiceKit

/// `trunkline clock`
struct ClockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Show the suite's clock, and move it ahead in a sandbox.",
    discussion: """
      Leases, orders, reviews and the rest of released numbers follow it. It can be
      moved in a suite that was started with `trunkline up --sandbox`.

      Examples:
        trunkline clock show
        trunkline clock advance 7d
      """,
    subcommands: [ShowClock.self, AdvanceClock.self]
  )

  /// A clock for people.
  static func sheet(_ clock: SandboxV1.Clock) -> String {
    var sheet = Sheet()
    sheet.add("time", clock.time?.text ?? "")
    sheet.add("ahead of this machine by", text(clock.ahead?.seconds ?? 0))
    sheet.add("can be moved", clock.movable ? "yes" : "no")
    return sheet.text
  }

  /// Days and what is left of them.
  static func text(_ seconds: Int64) -> String {
    let parts = [
      ("d", seconds / 86_400), ("h", seconds / 3_600 % 24), ("m", seconds / 60 % 60), ("s", seconds % 60),
    ]
    .filter { $0.1 > 0 }
    return parts.isEmpty ? "0s" : parts.map { "\($0.1)\($0.0)" }.joined(separator: " ")
  }
}

/// `trunkline clock show`
struct ShowClock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what time it is for the suite."
  )

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let clock = try await gateway.call { try await $0.clock.getClock(.init(), options: $0.options) }
    try Output.show(clock, asJSON: gateway.json) { ClockCommand.sheet(clock) }
  }
}

/// `trunkline clock advance`
struct AdvanceClock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advance",
    abstract: "Move the clock of every service ahead. It never goes back. For operators.",
    discussion: """
      When a service cannot be reached the others have moved: repeat the command.

      Examples:
        trunkline clock advance 15m    leases end
        trunkline clock advance 90d    released numbers can be had again
      """
  )

  @Argument(help: ArgumentHelp("How far, such as 90s, 15m, 2h or 7d.", valueName: "time span"))
  var span: String

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard Duration(timeSpan: span) != nil else {
      throw ValidationError("\(span) is no time span. Give one such as 90s, 15m, 2h or 7d.")
    }
  }

  func run() async throws {
    let milliseconds = Duration(timeSpan: span)?.wholeMilliseconds ?? 0
    let clock = try await gateway.call(as: .operator) { client in
      let now = try await client.clock.getClock(.init(), options: client.options).ahead ?? .init()
      let ahead = now.seconds * 1_000 + Int64(now.nanos / 1_000_000) + milliseconds
      let message = SandboxV1.AdvanceClockRequest(
        ahead: .init(seconds: ahead / 1_000, nanos: Int32(ahead % 1_000) * 1_000_000)
      )
      return try await client.clock.advanceClock(message, options: client.options)
    }
    try Output.show(clock, asJSON: gateway.json) { ClockCommand.sheet(clock) }
  }
}
