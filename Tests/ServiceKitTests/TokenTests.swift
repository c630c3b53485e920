import Crypto
import CryptoExtras
import Foundation
import RPC
import Telephony
import Testing

@testable import ServiceKit

@Suite struct TokenTests {
  private static let now = Instant(milliseconds: 1_800_000_000_000)
  private let issuer = "https://login.example.com"

  /// Somebody who signs tokens.
  private enum Signer: CaseIterable {
    case es256, rs256, edDSA

    var algorithm: TokenAlgorithm {
      switch self {
      case .es256: .es256
      case .rs256: .rs256
      case .edDSA: .edDSA
      }
    }

    private static let p256 = P256.Signing.PrivateKey()
    private static let ed25519 = Curve25519.Signing.PrivateKey()
    private static let rsa = try? _RSA.Signing.PrivateKey(keySize: .bits2048)

    func sign(_ data: Data) throws -> Data {
      switch self {
      case .es256: try Self.p256.signature(for: data).rawRepresentation
      case .edDSA: try Self.ed25519.signature(for: data)
      case .rs256: try #require(Self.rsa).signature(for: data, padding: .insecurePKCS1v1_5).rawRepresentation
      }
    }

    func key(id: String) throws -> [String: String] {
      switch self {
      case .es256:
        let raw = Self.p256.publicKey.rawRepresentation
        return [
          "kty": "EC", "crv": "P-256", "kid": id, "x": raw.prefix(32).base64URL,
          "y": raw.suffix(32).base64URL,
        ]
      case .edDSA:
        return [
          "kty": "OKP", "crv": "Ed25519", "kid": id, "alg": "EdDSA",
          "x": Self.ed25519.publicKey.rawRepresentation.base64URL,
        ]
      case .rs256:
        let primitives = try #require(Self.rsa).publicKey.getKeyPrimitives()
        return [
          "kty": "RSA", "kid": id, "use": "sig", "n": primitives.modulus.base64URL,
          "e": primitives.publicExponent.base64URL,
        ]
      }
    }
  }

  private func token(
    _ signer: Signer,
    header: [String: Any] = [:],
    claims: [String: Any] = [:],
    without: String = ""
  ) throws -> String {
    var all: [String: Any] = [
      "iss": issuer, "sub": "ada", "aud": ["trunkline", "other"], "exp": 1_800_000_060,
      "organization": "acme",
      "role": "CUSTOMER_ADMINISTRATOR",
    ]
    all.merge(claims) { $1 }
    all[without] = nil
    let head: [String: Any] = ["alg": signer.algorithm.rawValue, "kid": "k1"].merging(header) { $1 }
    let parts = [head, all].map { part in
      (try? JSONSerialization.data(withJSONObject: part))?.base64URL ?? ""
    }
    let signed = parts.joined(separator: ".")
    return "\(signed).\(try signer.sign(Data(signed.utf8)).base64URL)"
  }

  private func verifier(_ signers: [Signer] = Signer.allCases, id: String = "k1") throws -> TokenVerifier {
    let path = NSTemporaryDirectory() + "jwks-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let set = [
      "keys": try signers.map { try $0.key(id: id) } + [["kty": "oct"], ["kty": "EC", "crv": "P-521"]]
    ]
    try JSONSerialization.data(withJSONObject: set).write(to: URL(fileURLWithPath: path))
    let policy = TokenVerifier.Policy(
      issuer: issuer,
      audience: "trunkline",
      algorithms: [.es256, .rs256, .edDSA]
    )
    return TokenVerifier(policy: policy, keys: try JSONWebKeySet(file: path).keys)
  }

  /// `ok`, or the reason of the refusal with its text.
  private func outcome(_ token: String, _ verifier: TokenVerifier, at time: Instant = now) -> String {
    do throws(RPCError) {
      _ = try verifier.verify(token, now: time)
      return "ok"
    } catch {
      return error.reason == "CREDENTIALS_EXPIRED" ? "expired" : error.message
    }
  }

  @Test(arguments: Signer.allCases)
  private func whatItsIssuerSignedIsBelieved(signer: Signer) throws {
    let verified = try verifier().verify(
      try token(signer, claims: ["scope": "openid inventory:read", "partner": "p1"]),
      now: Self.now
    )
    #expect(
      verified.caller
        == Caller(principal: "users/ada", organization: "acme", role: .customerAdministrator, partner: "p1")
    )
    #expect(verified.scopes == Scopes(["inventory:read"]))
  }

  @Test func aScopeThatIsNoneOfOursAllowsNothing() throws {
    let read = Method(service: "trunkline.inventory.v1.S", name: "M", shape: .unary, access: .read)
    for (scope, missing) in [
      ("inventry:read", "inventory:read"), ("openid", "inventory:read"), ("", "inventory:read"),
    ] {
      let verified = try verifier().verify(try token(.es256, claims: ["scope": scope]), now: Self.now)
      #expect(verified.scopes.missing(for: read) == missing)
    }
    let verified = try verifier().verify(try token(.es256), now: Self.now)
    #expect(verified.scopes.missing(for: read) == nil)
  }

  @Test func everyClaimIsPinned() throws {
    let verifier = try verifier()
    for (claims, why) in [
      (["iss": "https://evil.example"], "issuer"), (["aud": "other"], "audience"),
      (["aud": [String]()], "audience"),
      (["nbf": 1_800_000_100], "not valid yet"), (["role": "SERVICE"], "role"), (["role": "ROOT"], "role"),
      (["organization": "Acme/.."], "organization"), (["organization": ""], "organization"),
      (["sub": ""], "subject"),
      (["role": "OPERATOR"], "organization"),
    ] as [([String: Any], String)] {
      #expect(outcome(try token(.es256, claims: claims), verifier).contains(why), "\(claims)")
    }
    for claim in ["iss", "aud", "exp", "sub", "role", "organization"] {
      #expect(outcome(try token(.es256, without: claim), verifier) != "ok", "without \(claim)")
    }
  }

  @Test func itEndsWhenItSays() throws {
    let (token, verifier) = (try token(.edDSA), try verifier())
    #expect(outcome(token, verifier, at: Self.now + .seconds(89)) == "ok")
    #expect(outcome(token, verifier, at: Self.now + .seconds(90)) == "expired")
  }

  @Test func anotherAlgorithmThanThatOfTheKeyIsRefused() throws {
    let verifier = try verifier()
    for algorithm in ["none", "HS256", "RS256", "EdDSA", "ES384", ""] {
      #expect(outcome(try token(.es256, header: ["alg": algorithm]), verifier) != "ok", "\(algorithm)")
    }
    let pinned = TokenVerifier(
      policy: .init(issuer: issuer, audience: "trunkline", algorithms: [.rs256]),
      keys: verifier.keys
    )
    #expect(outcome(try token(.es256), pinned).contains("algorithm"))
  }

  @Test func otherKeysAndExtensionsAreRefused() throws {
    #expect(outcome(try token(.es256), try verifier(id: "k2")).contains("key"))
    #expect(outcome(try token(.es256), try verifier([.edDSA])).contains("key"))
    #expect(outcome(try token(.es256, header: ["crit": ["b64"]]), try verifier()).contains("extension"))
  }

  @Test func whatWasChangedIsRefused() throws {
    let (good, verifier) = (try token(.es256), try verifier())
    let parts = good.split(separator: ".").map(String.init)
    let other = try token(.es256, claims: ["organization": "globex"]).split(separator: ".").map(String.init)
    #expect(outcome([parts[0], other[1], parts[2]].joined(separator: "."), verifier) != "ok")
    for bad in [
      "", "..", "a.b.c", good + "=", good + ".", "\(parts[0]).\(parts[1]).",
      String(repeating: "a", count: 9_000),
    ] {
      #expect(outcome(bad, verifier) != "ok", "\(bad.prefix(40))")
    }
  }
}

extension Data {
  fileprivate var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
