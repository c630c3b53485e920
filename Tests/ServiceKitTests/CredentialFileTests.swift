import Foundation
import Logging
import NIOCore
import RPC
import Telephony
import Testing

@testable import ServiceKit

@Suite struct CredentialFileTests {
  private static let caller = Caller(principal: "keys/a", organization: "acme", role: .customerAdministrator)
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func key(_ text: String, scopes: [String] = [], until: Instant? = nil) throws -> APIKey {
    APIKey(
      hash: APIKey.hash(of: text),
      caller: Self.caller,
      scopes: try #require(Scopes(scopes)),
      expireTime: until
    )
  }

  private func outcome(
    _ ring: KeyRing,
    _ key: String,
    service: String = "trunkline.inventory.v1.InventoryService",
    access: Access = .read,
    after: TimeAmount = .zero
  ) -> String {
    let context = ServerContext(
      method: Method(service: service, name: "M", shape: .unary, access: access),
      metadata: ["authorization": "Bearer \(key)"],
      deadline: nil,
      peer: "test",
      startTime: .now() + after
    )
    do throws(RPCError) {
      try Authentication(ring).began(context)
      return "ok"
    } catch {
      return error.reason
    }
  }

  private func withFiles(
    _ keys: [APIKey],
    clock: any WallClock = SystemClock(),
    _ body: (CredentialFiles, String) throws -> Void
  ) throws {
    let path = NSTemporaryDirectory() + "keys-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try APIKeyFile.text(keys).write(toFile: path, atomically: true, encoding: .utf8)
    let schema = ConfigurationSchema(service: "test", listenPort: 0, adminPort: 0, summary: "")
    let flags = [("authentication.apiKeysFile", path)]
    let configuration = try ConfigurationLoader(schema: schema, flags: flags).load()
    try body(try CredentialFiles(configuration, clock: clock), path)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let keys = [
      try key("a"), try key("b", scopes: ["inventory:write", "gateway:read"]),
      try key("c", until: Instant(milliseconds: 1_800_000_000_000)),
    ]
    try withFiles(keys) { _, path in
      let read = try APIKeyFile.read(path)
      #expect(read == keys)
    }
    #expect(try APIKeyFile.read("/nonexistent/keys") == [])
  }

  /// The old and the new key work side by side, and nobody who calls sees the change.
  @Test func aKeyIsReplacedWithoutARefusal() throws {
    try withFiles([try key("old")]) { files, path in
      #expect(outcome(files.ring, "old") == "ok" && outcome(files.ring, "new") == "CREDENTIALS_INVALID")
      for keys in [[try key("old"), try key("new")], [try key("new")]] {
        try APIKeyFile.text(keys).write(toFile: path, atomically: true, encoding: .utf8)
        files.reload(logger)
        #expect(outcome(files.ring, "new") == "ok")
      }
      #expect(outcome(files.ring, "old") == "CREDENTIALS_INVALID")
    }
  }

  @Test func aWrongFileChangesNothing() throws {
    try withFiles([try key("good")]) { files, path in
      for text in ["- {sha256: 12}", "{", "- {nonsense: 1}"] {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        files.reload(logger)
        #expect(outcome(files.ring, "good") == "ok", "\(text)")
        #expect(throws: ConfigurationError.self) { try APIKeyFile.read(path) }
      }
    }
  }

  @Test func aKeyEndsWhenItSays() throws {
    let now = Instant(milliseconds: 1_800_000_000_000)
    let clock = ManualClock(now)
    try withFiles([try key("short", until: now + .seconds(60))], clock: clock) { files, _ in
      #expect(outcome(files.ring, "short") == "ok")
      clock.advance(by: .seconds(61))
      // Also when it was seen before.
      #expect(outcome(files.ring, "short", after: .seconds(61)) == "CREDENTIALS_EXPIRED")
    }
    try withFiles([try key("over", until: now)], clock: ManualClock(now)) { files, _ in
      #expect(outcome(files.ring, "over") == "CREDENTIALS_EXPIRED")
    }
  }

  @Test(arguments: [
    ("trunkline.inventory.v1.InventoryService", Access.read, "ok"),
    ("trunkline.inventory.v1.InventoryService", .write, "SCOPE_MISSING"),
    ("trunkline.porting.v1.PortingService", .read, "ok"),
    ("trunkline.porting.v1.PortingService", .support, "ok"),
    ("trunkline.catalog.v1.ProviderCatalogService", .read, "SCOPE_MISSING"),
    ("other", .read, "SCOPE_MISSING"), ("trunkline.catalog.v1.ProviderCatalogService", .public, "ok"),
  ])
  func aKeyIsGoodForItsScopesOnly(service: String, access: Access, expected: String) throws {
    try withFiles([try key("k", scopes: ["inventory:read", "porting:write", "porting:read"])]) { files, _ in
      #expect(outcome(files.ring, "k", service: service, access: access) == expected)
    }
  }

  @Test(arguments: ["inventory", "inventory:", "inventory:admin", "nothing:read", "inventory:read:write", ""])
  func otherTextsAreNoScopes(text: String) { #expect(Scopes([text]) == nil) }

  @Test func aRoleIsNotExceededByAScope() throws {
    let reader = Caller(principal: "keys/r", organization: "acme", role: .readOnly)
    let key = APIKey(
      hash: APIKey.hash(of: "r"),
      caller: reader,
      scopes: try #require(Scopes(["inventory:write"]))
    )
    try withFiles([key]) { files, _ in
      #expect(outcome(files.ring, "r", access: .write) == "ROLE_NOT_ALLOWED")
    }
  }
}
