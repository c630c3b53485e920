import Foundation
import Messages
import Synchronization

/// The demonstration on a suite of its own, which it kills at the end to show what lasts.
struct SelfContainedDemo {
  let stockFile: String?
  private let teller = StoryTeller()
  private let log = LogTail()

  init(stockFile: String?) {
    self.stockFile = stockFile
  }

  /// Throws when a step failed, or Ctrl-C came. Either way nothing is left of it.
  func run() async throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("trunkline-demo-\(UUID().uuidString.prefix(8))").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let done: Void?
    do {
      done = try await untilSignal {
        let base = try await PortCheck.freeBase()
        try await tell(SuiteLayout(portBase: base, dataDirectory: directory))
      }
    } catch {
      Terminal.note("The last lines of the services:\n" + log.lines.joined(separator: "\n"))
      throw error
    }
    guard done != nil else {
      throw CommandFailure(description: "The demonstration was stopped.", exitCode: interruptedStatus)
    }
  }

  private func tell(_ layout: SuiteLayout) async throws {
    let suite = try await start(layout)
    do {
      let outcome = try await DemoStory(
        gateway: layout.address(.gateway),
        keys: suite.keys,
        stockFile: stockFile
      ).run()
      try await lookUpAlone(outcome, suite)
      await suite.kill()
      try await readBack(outcome, layout)
      Terminal.print("\nDone: \(outcome.phoneNumber) works, help finds it, and neither needed luck to last.")
    } catch {
      await suite.stop()
      throw error
    }
  }

  private func start(_ layout: SuiteLayout) async throws -> RunningSuite {
    let log = self.log
    let start = ContinuousClock.now
    let suite = try await RunningSuite.start(layout: layout, log: SuiteLog(write: log.add, isColoured: false))
    let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
    Terminal.print(
      "\(SuiteService.allCases.count) services are healthy after \(Int(milliseconds).grouped) ms."
    )
    return suite
  }

  /// The look-up of an emergency address needs no other process (domain.md, section 6).
  private func lookUpAlone(_ outcome: DemoStory.Outcome, _ suite: RunningSuite) async throws {
    try await teller.step("kill -9", "Every service but trunkline-emergency-address dies.") {
      await suite.kill(SuiteService.allCases.filter { $0 != .emergencyAddress })
      return "left: \(suite.processIdentifiers.keys.map(\.executable).joined(separator: ", "))"
    }
    try await teller.step("EmergencyAddressService/LookUpAddress", "Where does help go now?") {
      let client = try GatewayClient(
        address: suite.layout.address(.emergencyAddress),
        apiKey: suite.keys.apiKey("demo-admin")?.key
      )
      defer { client.close() }
      let found = try await client.emergency.lookUpAddress(
        .init(phoneNumber: outcome.phoneNumber),
        options: client.options
      )
      guard found.address?.line == outcome.address else {
        throw CommandFailure(description: "The address is now \(found.address?.line ?? "gone").")
      }
      return outcome.address
    }
  }

  private func readBack(_ outcome: DemoStory.Outcome, _ layout: SuiteLayout) async throws {
    Terminal.print("-> All services are dead, and start again on what is on disk.")
    let suite = try await start(layout)
    do {
      try await teller.step("OrderingService/GetOrder", "Is the order still there?") {
        let client = try GatewayClient(
          address: layout.address(.gateway),
          apiKey: suite.keys.apiKey("demo-admin")?.key
        )
        defer { client.close() }
        let order = try await client.ordering.getOrder(.init(name: outcome.order), options: client.options)
        guard order.state == .provisioned else {
          throw CommandFailure(description: "The order is now \(order.state.name).")
        }
        return "\(order.name): \(order.state.name)"
      }
    } catch {
      await suite.stop()
      throw error
    }
    await suite.stop()
  }
}

/// The last lines of a log, for when something fails.
private final class LogTail: Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  func add(_ line: String) {
    kept.withLock { lines in
      if lines.count >= 40 { lines.removeFirst() }
      lines.append(line)
    }
  }
}
