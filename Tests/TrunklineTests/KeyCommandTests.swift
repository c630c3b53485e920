import ArgumentParser
import Foundation
import RPC
import ServiceKit
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

  @Test func aKeyOfNobodyIsNotMade() throws {
    for wrong in [
      ["--role", "READ_ONLY"], ["--role", "SERVICE", "--organization", "demo"],
      ["--role", "OPERATOR", "--organization", "demo"],
      ["--role", "READ_ONLY", "--organization", "demo", "--scope", "all"],
    ] {
      #expect(throws: (any Error).self) { try Trunkline.parseAsRoot(["keys", "make", "keys/p"] + wrong) }
    }
  }
}
