import ArgumentParser
import Foundation
import RPC

/// The command line of the suite.
struct Trunkline: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trunkline",
    abstract: "Phone numbers: search, reserve, order and port them, and give them an emergency address.",
    discussion: """
      Start with:
        trunkline up --demo      start everything, order a number, stay up
        trunkline numbers search --city "Jersey City"
        trunkline numbers reserve --count 1 --city "Jersey City"
        trunkline orders create --reservation ID --location headquarters

      Commands find the suite at 127.0.0.1:7400, or where --gateway or
      TRUNKLINE_GATEWAY say. They call it with the key that --api-key or
      TRUNKLINE_API_KEY give, or with one that `trunkline up` keeps in
      .data/keys.json. With --json they print what programs read.

      They end with 0; with 1 when the suite refused or the command failed; with 64
      when the command is wrong; with 65 or 66 when a file has not the right form or
      cannot be read, and 73 when it cannot be written; with 69 when nothing
      answers; and with 130 after Ctrl-C.
      """,
    version: "0.1",
    groupedSubcommands: [
      CommandGroup(
        name: "Suite",
        subcommands: [Up.self, Demo.self, CheckConfig.self, ClockCommand.self, Keys.self, Audit.self]
      ),
      CommandGroup(
        name: "Resource",
        subcommands: [
          Organizations.self, Partners.self, Catalog.self, Locations.self, Numbers.self, Orders.self,
          Ports.self, Emergency.self, Events.self, Webhooks.self,
        ]
      ),
      CommandGroup(name: "Bulk", subcommands: [Import.self, LoadCommand.self]),
    ]
  )
}

@main
enum Main {
  static func main() async {
    // A reader of our output that goes away is no reason to end with a signal.
    signal(SIGPIPE, SIG_IGN)
    let asJSON = CommandLine.arguments.contains("--json")
    do {
      if let problem = UnknownCommand.problem(Array(CommandLine.arguments.dropFirst())) {
        throw CommandFailure(description: problem, exitCode: EX_USAGE)
      }
      var command = try Trunkline.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as RPCError {
      let report = ErrorReport(error)
      Terminal.note(asJSON ? ErrorReport.json(error) : report.lines.joined(separator: "\n"))
      exit(report.exitCode)
    } catch let failure as CommandFailure {
      Terminal.note(asJSON ? ErrorReport.json(failure) : "Error: \(failure.description)")
      exit(failure.exitCode)
    } catch {
      Trunkline.exit(withError: error)
    }
  }
}
