import Crypto
import Foundation

/// Reads and makes the keys that sign caller contexts.
public enum SigningKey {
  /// A new key pair: base64 for the private key's file, and for the receivers' configuration.
  public static func generate() -> (privateKey: String, publicKey: String) {
    let key = Curve25519.Signing.PrivateKey()
    return (
      key.rawRepresentation.base64EncodedString(), key.publicKey.rawRepresentation.base64EncodedString()
    )
  }

  /// The key in a file, or what is wrong with it; its content is never told.
  static func read(_ path: String) throws(ConfigurationProblem) -> Curve25519.Signing.PrivateKey {
    let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    guard let text else { throw problem(path, "cannot be read") }
    let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines))
    guard let bytes, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
      throw problem(path, "does not hold base64 of 32 bytes")
    }
    return key
  }

  private static func problem(_ path: String, _ what: String) -> ConfigurationProblem {
    ConfigurationProblem(
      origin: path,
      key: ServiceKeys.signerPrivateKeyFile.name,
      message: "\(what). Give base64 of an Ed25519 private key: head -c 32 /dev/urandom | base64"
    )
  }
}
