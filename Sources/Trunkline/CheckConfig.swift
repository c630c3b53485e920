import ArgumentParser
import SuiteConfiguration

/// `trunkline check-config`
struct CheckConfig: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-config",
    abstract: "Check configuration files of services, and say every line that is wrong.",
    discussion: "Example:  trunkline check-config /etc/trunkline/*.yaml"
  )

  @Argument(help: ArgumentHelp("Configuration files.", valueName: "file"))
  var files: [String]

  func run() throws {
    let problems = files.flatMap { Suite.check($0) }
    for problem in problems { Terminal.note("\(problem)") }
    guard problems.isEmpty else { throw ExitCode.failure }
    Terminal.print(files.count == 1 ? "The file is right." : "All \(files.count) files are right.")
  }
}
