import ArgumentParser

/// The flags that every service has.
struct ServiceFlags: ParsableCommand {
  /// Named after the executable, which tells one service from the other.
  static var configuration: CommandConfiguration {
    let path = CommandLine.arguments.first ?? "trunkline"
    return CommandConfiguration(
      commandName: path.split(separator: "/").last.map(String.init) ?? path,
      abstract: "A service of the Trunkline suite. Stop it with SIGTERM or Ctrl-C.",
      discussion:
        "Values come from flags, then environment (listen.port is TRUNKLINE_LISTEN_PORT), then the file.",
      version: TrunklineVersion.current
    )
  }

  @Option(help: "Configuration file.")
  var config: String?

  @Option(help: ArgumentHelp("One value, such as log.level=debug; may repeat.", valueName: "key=value"))
  var set: [String] = []

  @Option(help: "Port for gRPC; the same as --set listen.port=N.")
  var port: String?

  @Option(help: "Port for metrics and health; the same as --set admin.port=N.")
  var adminPort: String?

  @Option(help: ArgumentHelp("Directory of the database.", valueName: "directory"))
  var data: String?

  @Flag(help: "Stop when standard input ends, which it does when the process that holds it is gone.")
  var stopWithInput = false

  @Flag(help: "Check the configuration, print what is wrong with it, and end.")
  var check = false

  @Flag(help: "Print a configuration file with every key, its meaning and its default, and end.")
  var printConfig = false

  func validate() throws {
    for text in set where !text.contains("=") {
      throw ValidationError(
        "--set \(text) has no \"=\". Write it as key=value, such as --set listen.port=7401."
      )
    }
  }

  /// Values by key; the short flags win because they come last.
  var values: [(key: String, text: String)] {
    var values = set.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (key: String(parts[0]), text: parts.count > 1 ? String(parts[1]) : "")
    }
    if let port { values.append((ServiceKeys.listenPort.name, port)) }
    if let adminPort { values.append((ServiceKeys.adminPort.name, adminPort)) }
    if let data { values.append((ServiceKeys.dataDirectory.name, data)) }
    return values
  }
}
