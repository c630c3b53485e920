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
  }

  var apiKeys: [APIKey]
  var signers: [String: SignerKey]
  /// Encrypts personal data at rest: 32 bytes, in base64.
  var fieldEncryptionKey: String

  /// Who gets a key: the operator, and people of two organizations to try the suite with.
  private static let callers = [
    (name: "operator", organization: "", role: "OPERATOR"),
    (name: "demo-admin", organization: "demo", role: "CUSTOMER_ADMINISTRATOR"),
    (name: "demo-reader", organization: "demo", role: "READ_ONLY"),
    (name: "other-admin", organization: "other", role: "CUSTOMER_ADMINISTRATOR"),
  ]

  func apiKey(_ name: String) -> APIKey? { apiKeys.first { $0.name == name } }

  /// New secrets for services that sign.
  static func generate(signers: [String]) -> SuiteKeys {
    SuiteKeys(
      apiKeys: callers.map {
        APIKey(
          name: $0.name,
          key: "tl_\(randomHexadecimal(byteCount: 24))",
          organization: $0.organization,
          role: $0.role
        )
      },
      signers: Dictionary(
        uniqueKeysWithValues: signers.map { name in
          let pair = SigningKey.generate()
          return (name, SignerKey(privateKey: pair.privateKey, publicKey: pair.publicKey))
        }
      ),
      fieldEncryptionKey: Data(randomBytes(32)).base64EncodedString()
    )
  }

  static func read(_ path: String) throws -> SuiteKeys {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(description: "\(path) cannot be read. `trunkline up` makes it.")
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
    guard FileManager.default.fileExists(atPath: path) else {
      let keys = generate(signers: signers)
      try PrivateFile.write(JSONText.encode(keys) + "\n", to: path)
      return keys
    }
    return try read(path)
  }

  private static func randomBytes(_ count: Int) -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  private static func randomHexadecimal(byteCount: Int) -> String {
    randomBytes(byteCount).map(\.hexadecimal).joined()
  }
}

extension UInt8 {
  /// Two digits.
  var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}

/// Files that only their owner may read.
enum PrivateFile {
  static func write(_ text: String, to path: String) throws {
    let made = FileManager.default.createFile(
      atPath: path,
      contents: Data(text.utf8),
      attributes: [.posixPermissions: 0o600]
    )
    guard made else {
      throw CommandFailure(
        description: "\(path) cannot be written. Check that its directory may be written to."
      )
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw CommandFailure(description: "The directory \(path) cannot be made: \(error.localizedDescription)")
    }
  }
}
