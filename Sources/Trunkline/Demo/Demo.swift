import ArgumentParser
import Foundation

/// `trunkline demo`
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Order a number for a new customer, and tell every step.",
    discussion: """
      Calls a suite that runs. With --self-contained it starts one of its own, in a
      folder of its own, and at the end kills its services to show what lasts.

      Examples:
        trunkline demo
        trunkline demo --self-contained
        trunkline demo porting
      """,
    subcommands: [PortingDemo.self]
  )

  @Flag(help: "Start a suite for it on free ports, and leave nothing behind.")
  var selfContained = false

  @Option(help: ArgumentHelp("What `trunkline up --ready-file` wrote.", valueName: "file"))
  var readyFile: String?

  @Option(help: "Port of the gateway, as `trunkline up` has it.")
  var portBase = 7400

  @Option(
    help: ArgumentHelp("Data directory of `trunkline up`, whose keys are used.", valueName: "directory")
  )
  var data = ".data"

  @Option(
    help: ArgumentHelp(
      "What to stock an empty inventory from; the suite's own stock if not given.",
      valueName: "file"
    )
  )
  var stock: String?

  func run() async throws {
    if selfContained { return try await SelfContainedDemo(stockFile: stock).run() }
    let ready = try readyFile.map(ReadyFile.read)
    let directory = ready?.dataDirectory ?? data
    let story = DemoStory(
      gateway: ready?.gateway ?? "\(SuiteLayout.host):\(portBase)",
      keys: try SuiteKeys.read("\(directory)/keys.json"),
      stockFile: stock
    )
    let outcome = try await story.run()
    Terminal.print("\nDone: \(outcome.phoneNumber) works, and help finds it at \(outcome.address).")
  }
}
