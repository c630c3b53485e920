import ArgumentParser
import Foundation
import Messages

/// `trunkline demo porting`
struct PortingDemo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "porting",
    abstract: "Port numbers of four countries from draft to completed, in a suite with a clock of its own.",
    discussion: """
      Starts a sandbox of its own on free ports and leaves nothing behind. The US port
      is rejected and mended, the French one rescheduled, the Italian one split, the
      Australian one waits for its portability. What takes weeks is seen in seconds.
      """
  )

  func run() async throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("trunkline-demo-\(UUID().uuidString.prefix(8))").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let done: Void? = try await untilSignal {
      let layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: directory)
      let suite = try await RunningSuite.start(
        layout: layout,
        isSandbox: true,
        log: SuiteLog(write: { _ in }, isColoured: false)
      )
      do {
        try await PortingStory(suite: suite).run()
      } catch {
        await suite.stop()
        throw error
      }
      await suite.stop()
    }
    guard done != nil else {
      throw CommandFailure(description: "The demonstration was stopped.", exitCode: interruptedStatus)
    }
  }
}
