import ArgumentParser
import Foundation

/// `trunkline up`
struct Up: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start the suite on this machine, and stop it at Ctrl-C.",
    discussion: """
      Makes the data directory, keys and configuration files, starts the services in
      the order of their dependencies, waits until each is healthy, and shows every
      address and key. Logs go to standard error.

      Examples:
        trunkline up
        trunkline up --demo
        trunkline up --sandbox
        trunkline up --tls
        trunkline numbers list --ca .data/tls/authority.pem
        trunkline up --port-base 7600 --data /tmp/second
      """
  )

  @Option(help: "Port of the gateway. The others follow; admin ports are 100 higher.")
  var portBase = 7400

  @Option(help: ArgumentHelp("Directory of all that the suite keeps.", valueName: "directory"))
  var data = ".data"

  @Option(
    help: ArgumentHelp("Write addresses and keys there, as JSON, when all are healthy.", valueName: "file")
  )
  var readyFile: String?

  @Flag(help: "Order a number when all are healthy, and tell every step.")
  var demo = false

  @Flag(help: "Let `trunkline clock advance` move the suite's clock, to see at once what takes days.")
  var sandbox = false

  @Flag(
    help: """
      Encrypt everything: with certificates of an authority of its own, by which the services know each other. Commands \
      then take --ca and the file that is shown.
      """
  )
  var tls = false

  func validate() throws {
    guard (1...65_000).contains(portBase) else {
      throw ValidationError("--port-base takes 1 to 65000; \(portBase) leaves no room for the other ports.")
    }
  }

  func run() async throws {
    let layout = SuiteLayout(portBase: portBase, dataDirectory: URL(fileURLWithPath: data).path)
    if try await untilSignal({ try await serve(layout) }) == nil { Terminal.note("The suite has stopped.") }
  }

  /// Serves until the task is cancelled, or a service dies.
  private func serve(_ layout: SuiteLayout) async throws {
    let suite = try await RunningSuite.start(
      layout: layout,
      isSandbox: sandbox,
      isSecure: tls,
      log: .terminal
    )
    do {
      let ready = ReadyFile(suite)
      if demo {
        _ = try await DemoStory(gateway: ready.gateway, keys: suite.keys, tls: suite.security?.client).run()
      }
      if let readyFile { try ready.write(to: readyFile) }
      let authority = suite.security.map { "Call over TLS, with --ca \($0.authorityFile). " } ?? ""
      Terminal.print(
        "\n\(ready.table)\n\n\(authority)The keys are kept in \(layout.keysFile). Ctrl-C stops the suite."
      )
      try await suite.watch()
    } catch {
      await suite.stop()
      throw error
    }
  }
}
