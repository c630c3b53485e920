import ArgumentParser
import Foundation
import RPC
import ServiceKit
import Telephony
import Testing

@testable import trunkline

/// Keys are made, replaced and taken back while the gateway runs.
@Suite struct KeyCommandTests {
  private func keys(_ directory: String) throws -> [APIKey] {
    try APIKeyFile.read("\(directory)/api-keys.yaml")
  }

  private func run(_ arguments: [String], _ directory: String) async throws {
    let parsed = try Trunkline.parseAsRoot(["keys"] + arguments + ["--data", directory])
    var command = try #require(parsed as? any AsyncParsableCommand)
    try await command.run()
  }

  @Test func aKeyIsMadeReplacedAndTakenBack() async throws {
    try await withTemporaryDirectory { directory in
      try await run(
        ["make", "keys/p", "--organization", "demo", "--role", "READ_ONLY", "--scope", "inventory:read"],
        directory
      )
      let first = try #require(try keys(directory).first)
      #expect(first.caller.role == .readOnly && first.scopes == Scopes(["inventory:read"]))
      #expect(first.expireTime == nil)
      await #expect(throws: CommandFailure.self) {
        try await run(["make", "keys/p", "--organization", "demo", "--role", "READ_ONLY"], directory)
      }
      try await run(["rotate", "keys/p", "--overlap", "2h"], directory)
      let both = try keys(directory)
      #expect(both.count == 2 && both[0].hash == first.hash && both[1].hash != first.hash)
      #expect(both[0].expireTime != nil && both[1].expireTime == nil && both[1].scopes == first.scopes)
      try await run(["revoke", "keys/p"], directory)
      #expect(try keys(directory).isEmpty)
    }
  }

  @Test func theNewKeyHasItsOwnEnd() async throws {
    try await withTemporaryDirectory { directory in
      let maker = ["make", "keys/p", "--organization", "demo", "--role", "READ_ONLY", "--expires"]
      try await run(maker + ["1h"], directory)
      await #expect(throws: (any Error).self) { try await run(["rotate", "keys/p"], directory) }
      try await run(["rotate", "keys/p", "--expires", "90d"], directory)
      let ends = try keys(directory).map { try #require($0.expireTime) }
      let now = SystemClock().now()
      #expect(ends.count == 2 && ends[0] <= now + .seconds(3_600))
      #expect(ends[1] > now + .seconds(89 * 86_400))
    }
  }

  @Test func whatHasExpiredIsInNobodysWay() async throws {
    try await withTemporaryDirectory { directory in
      func expire() throws {
        var expired = try keys(directory)
        expired[0].expireTime = SystemClock().now() - .seconds(1)
        try PrivateFile.write(APIKeyFile.text(expired), to: "\(directory)/api-keys.yaml")
      }
      let maker = ["make", "keys/p", "--organization", "demo", "--role", "READ_ONLY"]
      try await run(maker, directory)
      try expire()
      try await run(["rotate", "keys/p", "--expires", "90d"], directory)
      #expect(try keys(directory).count == 1)
      try expire()
      try await run(maker, directory)
      #expect(try keys(directory).map(\.expireTime) == [nil])
    }
  }

  @Test func whoCouldReadTheFileStillCan() async throws {
    try await withTemporaryDirectory { directory in
      let path = "\(directory)/api-keys.yaml"
      try PrivateFile.write(APIKeyFile.text([]), to: path)
      #expect(chmod(path, 0o640) == 0)
      // Another owner takes root, which tests in containers are.
      if geteuid() == 0 { #expect(chown(path, 0, 4_711) == 0) }
      var before = stat()
      #expect(stat(path, &before) == 0)
      try await run(["make", "keys/p", "--organization", "demo", "--role", "READ_ONLY"], directory)
      var after = stat()
      #expect(stat(path, &after) == 0)
      #expect(after.st_mode == before.st_mode && after.st_gid == before.st_gid)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["api-keys.yaml"])
    }
  }

  @Test func noOtherCommandChangesTheFileMeanwhile() async throws {
    try await withTemporaryDirectory { directory in
      func isFree() -> Bool {
        let other = open(directory, O_RDONLY | O_DIRECTORY)
        defer { close(other) }
        return flock(other, LOCK_EX | LOCK_NB) == 0
      }
      let file = try KeyFileOptions.parse(["--data", directory])
      try file.change { _ in #expect(!isFree()) }
      #expect(isFree())
    }
  }

  @Test func aKeyOfNobodyIsNotMade() throws {
    for wrong in [
      ["--role", "READ_ONLY"], ["--role", "SERVICE", "--organization", "demo"],
      ["--role", "OPERATOR", "--organization", "demo"],
      ["--role", "READ_ONLY", "--organization", "demo", "--scope", "all"],
      ["--role", "PARTNER", "--organization", "demo"],
      ["--role", "READ_ONLY", "--organization", "demo", "--partner", "agent"],
    ] {
      #expect(throws: (any Error).self) { try Trunkline.parseAsRoot(["keys", "make", "keys/p"] + wrong) }
    }
  }
}
