import Crypto
import Foundation
import Messages
import NIOCore
import RPC
import Telephony
import Testing

@testable import ServiceKit

@Suite struct AuthenticationTests {
  private let clock = ManualClock(Instant(milliseconds: 1_800_000_000_000))
  private let key = Curve25519.Signing.PrivateKey()
  private let apiKey = "tl_test_0123456789"
  private let start = NIODeadline.now()

  private var signer: CallerSigner { CallerSigner(issuer: "gateway", privateKey: key, clock: clock) }

  private func authentication() -> Authentication {
    Authentication(
      trustedSigners: [signer.trusted],
      apiKeys: [APIKey(hash: APIKey.hash(of: apiKey), caller: Self.caller(.customerAdministrator))],
      clock: clock
    )
  }

  private static func caller(_ role: Caller.Role) -> Caller {
    Caller(principal: "keys/demo", organization: "acme", role: role, partner: "p1")
  }

  private func context(
    _ metadata: Metadata,
    access: Access = .read,
    after: TimeAmount = .zero
  ) -> ServerContext {
    let method = Method(service: "test.S", name: "M", shape: .unary, access: access)
    return ServerContext(
      method: method,
      metadata: metadata,
      deadline: nil,
      peer: "test",
      startTime: start + after
    )
  }

  private func signed(_ value: String) -> Metadata { [Authentication.signedCallerHeader: value] }

  /// `ok`, or the reason of the refusal.
  private func outcome(_ authentication: Authentication, _ context: ServerContext) -> String {
    do throws(RPCError) {
      try authentication.began(context)
      return "ok"
    } catch {
      return "\(error.code.name) \(error.reason)"
    }
  }

  /// What was verified is not for ever, but its end is no end of the key.
  @Test func aKeyIsKnownAlsoAfterADay() {
    let end = Instant(milliseconds: 1_800_000_000_000) + .seconds(90 * 86_400)
    let key = APIKey(hash: APIKey.hash(of: apiKey), caller: Self.caller(.readOnly), expireTime: end)
    let authentication = Authentication(trustedSigners: [], apiKeys: [key], clock: clock)
    let metadata: Metadata = ["authorization": "Bearer \(apiKey)"]
    var hoursPassed: Int64 = 0
    for hours in [0, 23, 25, 49, 90 * 24 - 1] as [Int64] {
      clock.advance(by: .seconds((hours - hoursPassed) * 3_600))
      hoursPassed = hours
      #expect(
        outcome(authentication, context(metadata, after: .hours(hours))) == "ok",
        "after \(hours) hours"
      )
    }
    clock.advance(by: .seconds(3_600))
    let late = outcome(authentication, context(metadata, after: .hours(90 * 24)))
    #expect(late.contains("CREDENTIALS_EXPIRED"))
  }

  private static let allowed: [Access: Set<Caller.Role>] = [
    .unspecified: [],
    .public: Set(Caller.Role.allCases),
    .read: Set(Caller.Role.allCases),
    .write: [.partner, .customerAdministrator, .service],
    .customerAdministrator: [.customerAdministrator],
    .operate: [.operator],
    .service: [.service, .operator],
    .support: [.partner, .customerAdministrator, .service, .operator],
  ]

  @Test(arguments: Caller.Role.allCases)
  func eachRoleMayDoWhatTheDomainSays(role: Caller.Role) throws {
    let authentication = authentication()
    let header = signed(try signer.headerValue(for: Self.caller(role)))
    for (access, roles) in Self.allowed {
      let context = context(header, access: access)
      // A partner is told what it can do: ask its customer.
      let mustAsk = role == .partner && access == .customerAdministrator
      let refusal = "PERMISSION_DENIED \(mustAsk ? "CUSTOMER_MUST_SIGN" : "ROLE_NOT_ALLOWED")"
      let expected = roles.contains(role) ? "ok" : refusal
      #expect(outcome(authentication, context) == expected, "\(role) \(access)")
      let isKnown = roles.contains(role) && access != .public
      #expect(context.caller == (isKnown ? Self.caller(role) : nil))
    }
  }

  @Test func anAPIKeyIsKnownByItsHash() {
    let context = context(["authorization": "Bearer \(apiKey)"], access: .customerAdministrator)
    #expect(outcome(authentication(), context) == "ok")
    #expect(context.caller?.principal == "keys/demo")
    #expect(outcome(authentication(), self.context(["authorization": "bearer \(apiKey)"])) == "ok")
  }

  @Test(arguments: ["Bearer wrong", "Bearer ", "Basic dGw6", "", "Bearer"])
  func anythingElseIsInvalid(value: String) {
    let expected = "UNAUTHENTICATED CREDENTIALS_INVALID"
    #expect(outcome(authentication(), context(["authorization": value])) == expected)
    #expect(outcome(authentication(), context(signed(value))) == expected)
  }

  @Test func callsWithoutCredentialsReachPublicMethodsOnly() {
    #expect(outcome(authentication(), context([:], access: .public)) == "ok")
    #expect(outcome(authentication(), context([:])) == "UNAUTHENTICATED CREDENTIALS_MISSING")
  }

  @Test func aSignatureOfAnotherKeyIsRefused() throws {
    let impostor = CallerSigner(issuer: "gateway", privateKey: Curve25519.Signing.PrivateKey(), clock: clock)
    let header = signed(try impostor.headerValue(for: Self.caller(.operator)))
    #expect(outcome(authentication(), context(header)) == "UNAUTHENTICATED CREDENTIALS_INVALID")
  }

  @Test func anIssuerThatIsNotConfiguredIsRefused() throws {
    let stranger = CallerSigner(issuer: "stranger", privateKey: key, clock: clock)
    let header = signed(try stranger.headerValue(for: Self.caller(.operator)))
    #expect(outcome(authentication(), context(header)) == "UNAUTHENTICATED CREDENTIALS_INVALID")
  }

  @Test func aContextThatWasChangedIsRefused() throws {
    let metadata = signed(try signer.headerValue(for: Self.caller(.readOnly)))
    let bytes = try #require(metadata.bytes(Authentication.signedCallerHeader))
    var message = try TypeV1.SignedCaller(serialized: ByteBuffer(bytes: bytes))
    var inner = try TypeV1.Caller(serialized: ByteBuffer(bytes: message.caller))
    inner.role = .operator
    message.caller = Array(inner.serialized().readableBytesView)
    var forged = Metadata()
    forged.append(Authentication.signedCallerHeader, bytes: Array(message.serialized().readableBytesView))
    #expect(outcome(authentication(), context(forged)) == "UNAUTHENTICATED CREDENTIALS_INVALID")
  }

  @Test func anExpiredContextIsRefusedAlsoWhenItWasSeenBefore() throws {
    let header = signed(try signer.headerValue(for: Self.caller(.readOnly)))
    let authentication = authentication()
    #expect(outcome(authentication, context(header)) == "ok")
    #expect(outcome(authentication, context(header, after: .seconds(299))) == "ok")
    let expired = "UNAUTHENTICATED CREDENTIALS_EXPIRED"
    clock.advance(by: .seconds(300))
    #expect(outcome(authentication, context(header, after: .seconds(300))) == expired)
    #expect(outcome(self.authentication(), context(header)) == expired)
  }

  @Test func twoCredentialsOfAKindAreRefused() throws {
    var metadata = signed(try signer.headerValue(for: Self.caller(.readOnly)))
    metadata.append(Authentication.signedCallerHeader, try signer.headerValue(for: Self.caller(.operator)))
    #expect(outcome(authentication(), context(metadata)) == "UNAUTHENTICATED CREDENTIALS_INVALID")
  }

  @Test func aSignedContextCountsMoreThanAnAPIKey() throws {
    var metadata = signed(try signer.headerValue(for: Self.caller(.readOnly)))
    metadata.append("authorization", "Bearer \(apiKey)")
    let context = context(metadata)
    #expect(outcome(authentication(), context) == "ok")
    #expect(context.caller?.role == .readOnly)
  }
}

@Suite struct CallerSignerTests {
  private let clock = ManualClock(Instant(milliseconds: 1_800_000_000_000))
  private let admin = Caller(principal: "keys/a", organization: "acme", role: .customerAdministrator)

  @Test func aContextIsReusedUntilAMinuteBeforeItsEnd() throws {
    let signer = CallerSigner(issuer: "gateway", privateKey: Curve25519.Signing.PrivateKey(), clock: clock)
    let first = try signer.headerValue(for: admin)
    clock.advance(by: .seconds(239))
    #expect(try signer.headerValue(for: admin) == first)
    clock.advance(by: .seconds(1))
    #expect(try signer.headerValue(for: admin) != first)
  }

  @Test func eachCallerHasAContextOfItsOwn() throws {
    let signer = CallerSigner(issuer: "gateway", privateKey: Curve25519.Signing.PrivateKey(), clock: clock)
    let other = Caller(principal: "keys/a", organization: "other", role: .customerAdministrator)
    #expect(try signer.headerValue(for: admin) != signer.headerValue(for: other))
  }

  @Test func whatCameSignedIsPassedOnAsItCame() throws {
    let signer = CallerSigner(issuer: "ordering", privateKey: Curve25519.Signing.PrivateKey(), clock: clock)
    let method = Method(service: "test.S", name: "M", shape: .unary, access: .read)
    let incoming = ServerContext(
      method: method,
      metadata: [Authentication.signedCallerHeader: "abc", "x-request-id": "r1"],
      deadline: nil,
      peer: "",
      startTime: .now()
    )
    let options = try CallOptions.onBehalf(of: incoming, signer: signer)
    #expect(options.metadata[Authentication.signedCallerHeader] == "abc")
    #expect(options.metadata["x-request-id"] == "r1")
  }

  @Test func aCallerWithAnAPIKeyIsSignedForAndTheKeyStaysHere() throws {
    let signer = CallerSigner(issuer: "ordering", privateKey: Curve25519.Signing.PrivateKey(), clock: clock)
    let method = Method(service: "test.S", name: "M", shape: .unary, access: .read)
    let incoming = ServerContext(
      method: method,
      metadata: ["authorization": "Bearer k"],
      deadline: nil,
      peer: "",
      startTime: .now()
    )
    incoming.caller = admin
    let options = try CallOptions.onBehalf(of: incoming, signer: signer)
    #expect(options.metadata[Authentication.signedCallerHeader] == (try signer.headerValue(for: admin)))
    #expect(options.metadata["authorization"] == nil)
  }
}

@Suite struct CredentialCacheTests {
  private func entry(_ text: String, principal: String = "p") -> CredentialCache.Entry {
    let caller = Caller(principal: principal, organization: "o", role: .readOnly)
    return CredentialCache.Entry(text: text, caller: caller, expiry: .distantFuture)
  }

  @Test func itIsBoundedAndForgetsTheOld() {
    let cache = CredentialCache(capacity: 16)
    for number in 0..<1_000 {
      cache.insert(entry("header-\(number)"))
      #expect(cache.entry(for: "header-\(number)")?.text == "header-\(number)")
    }
    #expect(cache.count <= 16)
    let kept = (0..<1_000).count { cache.entry(for: "header-\($0)") != nil }
    #expect((1...16).contains(kept))
  }

  @Test func textsWithTheSameEndAreKeptApart() {
    let cache = CredentialCache()
    for name in ["a", "b"] { cache.insert(entry("\(name)-same-end", principal: name)) }
    #expect(cache.entry(for: "a-same-end")?.caller.principal == "a")
    #expect(cache.entry(for: "b-same-end")?.caller.principal == "b")
    #expect(cache.entry(for: "c-same-end") == nil)
  }
}

@Suite struct TailTableTests {
  @Test func everyPathIsFoundWhenTheWindowIsTheWholeTable() {
    var table = TailTable<Int>(capacity: 64, window: 64)
    let paths = (0..<60).map { "/test.S/\(String(repeating: "x", count: $0))Get" } + ["", "a", "ab"]
    for (index, path) in paths.enumerated() { table.insert(index, for: path) }
    for (index, path) in paths.enumerated() { #expect(table[path] == index) }
    #expect(table["/test.S/Other"] == nil)
  }

  @Test func theSameTextIsReplaced() {
    var table = TailTable<Int>(capacity: 8)
    table.insert(1, for: "same")
    table.insert(2, for: "same")
    #expect(table["same"] == 2)
    #expect(table.count == 1)
  }
}
