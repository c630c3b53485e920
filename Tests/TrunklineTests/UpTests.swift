import Foundation
import Synchronization
import Testing

@testable import trunkline

/// `trunkline up` as a process of its own, with the executables that the build puts beside the tests.
private final class RunningUp: Sendable {
  let process: ChildProcess
  let layout: SuiteLayout

  /// Returns when it says that all services are healthy.
  init(in directory: String) async throws {
    layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: "\(directory)/data")
    let (lines, tell) = AsyncStream.makeStream(of: String.self)
    process = try await ChildProcess.start(
      name: "up",
      executable: "\(RunningSuite.ownDirectory)/trunkline",
      arguments: ["up", "--port-base", "\(layout.portBase)", "--data", layout.dataDirectory]
    ) { tell.yield($0) }
    for await line in lines where line.hasSuffix("Ctrl-C stops the suite.") { break }
  }

  /// Returns when nobody listens on any port of the suite: a socket ends with the process that holds it.
  func portsAreFree() async {
    while (try? await PortCheck.check(layout)) == nil { await Task.yield() }
  }
}

@Suite(.serialized) struct UpTests {
  @Test(.timeLimit(.minutes(2)))
  func aSuiteWhoseStarterIsKilledDoesNotStay() async throws {
    try await withTemporaryDirectory { directory in
      let suite = try await RunningUp(in: directory)
      await suite.process.kill()
      await suite.portsAreFree()
    }
  }

  @Test(.timeLimit(.minutes(2)), arguments: [SIGINT, SIGTERM])
  func aSignalEndsAllInOrder(signal: Int32) async throws {
    try await withTemporaryDirectory { directory in
      let suite = try await RunningUp(in: directory)
      kill(suite.process.processIdentifier, signal)
      let end = try await suite.process.end
      #expect(end.description == "ended with exit status 0")
      #expect(end.lastLines.last == "The suite has stopped.")
      await #expect(throws: Never.self) { try await PortCheck.check(suite.layout) }
    }
  }

  @Test(.timeLimit(.minutes(2)))
  func aSecondSuiteIsKeptFromTheDataOfOneThatRuns() async throws {
    try await withTemporaryDirectory { directory in
      let suite = try await RunningUp(in: directory)
      let file = suite.layout.configurationFile(.inventory)
      let before = try String(contentsOfFile: file, encoding: .utf8)
      let second = SuiteLayout(
        portBase: try await PortCheck.freeBase(),
        dataDirectory: suite.layout.dataDirectory
      )
      let refusal = await #expect(throws: CommandFailure.self) {
        _ = try await RunningSuite.start(layout: second, log: .silent)
      }
      #expect(refusal?.description.contains("A suite runs on \(second.dataDirectory) already") == true)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == before)
      await suite.process.kill()
      await suite.portsAreFree()
    }
  }
}
