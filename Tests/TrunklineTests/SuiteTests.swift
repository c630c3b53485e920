import Foundation
import RPC
import ServiceKit
import SuiteConfiguration
import Testing

@testable import trunkline

/// A directory that is gone afterwards.
func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("trunkline-\(UUID().uuidString)")
    .path
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

@Suite struct SuiteTests {
  @Test func everySchemaIsOfAServiceAndEveryServiceHasOne() {
    #expect(Set(Suite.schemas.map(\.service)) == Set(SuiteService.allCases.map(\.rawValue)))
  }

  @Test func keysAreKeptAndPrivate() async throws {
    try await withTemporaryDirectory { directory in
      let path = "\(directory)/keys.json"
      let made = try SuiteKeys.readOrMake(path, signers: ["gateway"])
      let again = try SuiteKeys.readOrMake(path, signers: ["gateway"])
      #expect(made.apiKeys.map(\.key) == again.apiKeys.map(\.key))
      #expect(Set(made.apiKeys.map(\.key)).count == made.apiKeys.count)
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func configurationFilesPassTheCheckAndHoldNoKey() async throws {
    try await withTemporaryDirectory { directory in
      let layout = SuiteLayout(portBase: 7_400, dataDirectory: directory)
      let keys = SuiteKeys.generate(signers: SuiteConfigurationFiles.signers)
      try SuiteConfigurationFiles(layout: layout, keys: keys).write()
      for service in SuiteService.allCases {
        let path = layout.configurationFile(service)
        #expect(Suite.check(path).isEmpty)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(keys.apiKeys.allSatisfy { !text.contains($0.key) })
      }
    }
  }

  @Test func childrenTellTheirEndAndLastLines() async throws {
    let child = try await ChildProcess.start(
      name: "shell",
      executable: "/bin/sh",
      arguments: ["-c", "echo one; echo two >&2; exit 3"]
    ) { _ in }
    let end = try await child.end
    #expect(end.description == "ended with exit status 3")
    #expect(end.lastLines == ["one", "two"])
  }

  @Test func childrenAreStoppedOrKilled() async throws {
    for stop in [true, false] {
      let child = try await ChildProcess.start(
        name: "shell",
        executable: "/bin/sh",
        arguments: ["-c", "exec sleep 600"]
      ) { _ in }
      if stop { await child.stop(within: .seconds(20)) } else { await child.kill() }
      #expect(try await child.end.description == "was killed by signal \(stop ? 15 : 9)")
    }
  }

  @Test func aServiceThatDiesEarlyIsNamedWithItsLastLines() async throws {
    try await withTemporaryDirectory { directory in
      let executable = "\(directory)/\(SuiteService.allCases[0].executable)"
      try "#!/bin/sh\necho the disk is full\nexit 70\n".write(
        toFile: executable,
        atomically: true,
        encoding: .utf8
      )
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: executable)
      let layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: "\(directory)/data")
      let failure = await #expect(throws: CommandFailure.self) {
        _ = try await RunningSuite.start(layout: layout, binaries: directory, log: .silent)
      }
      let expected =
        "trunkline-provider-catalog ended with exit status 70. Its last lines:\n  the disk is full"
      #expect(failure?.description == expected)
    }
  }

  @Test func newSignersGetKeysAndOldOnesKeepTheirs() async throws {
    try await withTemporaryDirectory { directory in
      let path = "\(directory)/keys.json"
      let before = try SuiteKeys.readOrMake(path, signers: ["gateway"])
      let after = try SuiteKeys.readOrMake(path, signers: ["gateway", "ordering"])
      #expect(after.signers["gateway"]?.privateKey == before.signers["gateway"]?.privateKey)
      #expect(try SuiteKeys.read(path).signers.keys.sorted() == ["gateway", "ordering"])
    }
  }

  @Test func aMissingExecutableIsNamed() async throws {
    await #expect(throws: (any Error).self) {
      try await ChildProcess.start(name: "none", executable: "/does/not/exist", arguments: []) { _ in }
    }
  }

  @Test func aTakenPortIsNamed() async throws {
    // Below the ports that the system hands out: those of other tests lie nowhere near.
    let layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: "/")
    let server = Listener()
    let port = try await server.start(port: layout.portBase + SuiteService.ordering.portOffset)
    defer { server.stop() }
    let failure = await #expect(throws: CommandFailure.self) { try await PortCheck.check(layout) }
    let line = "\(port)  trunkline-ordering  listen.port  Address already in use"
    #expect(failure?.description.contains(line) == true, "\(failure?.description ?? "none")")
    #expect(failure?.description.contains("admin.port") == false)
  }

  @Test func logLinesAreReadableOnATerminal() {
    let line =
      #"{"time":"2026-11-23T08:39:26.867Z","level":"info","service":"inventory","message":"serving","address":"a:1"}"#
    #expect(LogLine.readable(line) == "08:39:26 info serving address=a:1")
    #expect(LogLine.readable("{no JSON") == "{no JSON")
    #expect(LogLine.readable(#"{"other":1}"#) == #"{"other":1}"#)
  }

  @Test func logLinesCarryTheNameOfTheirService() async {
    let log = SuiteLog(write: { #expect($0 == "inventory         | hello") }, isColoured: false)
    log.show("hello", from: .inventory)
  }
}
