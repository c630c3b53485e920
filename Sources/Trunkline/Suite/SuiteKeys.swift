import Foundation
import ServiceKit

/// The secrets of a suite that `trunkline up` made, kept in `keys.json` so that the next start finds them.
struct SuiteKeys: Codable, Sendable {
  /// A key with which somebody calls.
  struct APIKey: Codable, Sendable {
    let name: String
    let key: String
    let organization: String
    /// As `Caller.Role` writes it.
    let role: String

    var principal: String { "keys/\(name)" }
  }

  /// Ed25519, in base64.
  struct SignerKey: Codable, Sendable {
    let privateKey: String
    let publicKey: String

    static func generate() -> SignerKey {
      let pair = SigningKey.generate()
      return SignerKey(privateKey: pair.privateKey, publicKey: pair.publicKey)
    }
  }

  var apiKeys: [APIKey]
  var signers: [String: SignerKey]

  /// Who gets a key: the operator, and people of two organizations to try the suite with.
  private static let callers = [
    (name: "operator", organization: "", role: "OPERATOR"),
    (name: "demo-admin", organization: "demo", role: "CUSTOMER_ADMINISTRATOR"),
    (name: "demo-reader", organization: "demo", role: "READ_ONLY"),
    (name: "other-admin", organization: "other", role: "CUSTOMER_ADMINISTRATOR"),
  ]

  func apiKey(_ name: String) -> APIKey? { apiKeys.first { $0.name == name } }

  /// New secrets for callers, and for services that sign.
  static func generate(signers: [String]) -> SuiteKeys {
    SuiteKeys(
      apiKeys: callers.map {
        APIKey(
          name: $0.name,
          key: newAPIKey(),
          organization: $0.organization,
          role: $0.role
        )
      },
      signers: Dictionary(uniqueKeysWithValues: signers.map { ($0, .generate()) })
    )
  }

  static func read(_ path: String) throws -> SuiteKeys {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        description:
          "\(path) cannot be read. `trunkline up` makes it when it starts the suite; --data names another directory."
      )
    }
    do {
      return try JSONDecoder().decode(SuiteKeys.self, from: data)
    } catch {
      throw CommandFailure(
        description: "\(path) is not a file that `trunkline up` made. Move it away, and new keys are made."
      )
    }
  }

  /// The keys of a data directory; made when there are none.
  static func readOrMake(_ path: String, signers: [String]) throws -> SuiteKeys {
    let exists = FileManager.default.fileExists(atPath: path)
    var keys = exists ? try read(path) : generate(signers: signers)
    let missing = signers.filter { keys.signers[$0] == nil }
    for name in missing { keys.signers[name] = .generate() }
    if !exists || !missing.isEmpty { try PrivateFile.write(JSONText.encode(keys) + "\n", to: path) }
    return keys
  }

  /// What nobody can guess; its prefix tells people and scanners what it is.
  static func newAPIKey() -> String { "tl_\(randomHexadecimal(byteCount: 24))" }

  private static func randomHexadecimal(byteCount: Int) -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random).hexadecimal }.joined()
  }
}

extension UInt8 {
  /// Two digits.
  var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}
