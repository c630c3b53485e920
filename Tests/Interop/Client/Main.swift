import ArgumentParser

/// Makes calls with our runtime, for servers that are not ours or that misbehave.
@main
struct InteropClient: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trunkline-interop-client",
    abstract: "Calls grpc.testing.TestService.",
    subcommands: [RepeatedCalls.self, OfficialCases.self],
    defaultSubcommand: RepeatedCalls.self
  )
}
