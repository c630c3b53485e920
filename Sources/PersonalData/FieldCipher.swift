import Crypto
import Foundation

/// Encrypts personal data field by field (design.md section 5): AES-256-GCM, in tables, outbox and stored answers alike.
///
/// A sealed field is the version of its form, a nonce of 12 bytes, the ciphertext, and a tag of 16 bytes.
public struct FieldCipher: Sendable {
  /// Bytes of a key.
  public static let keyByteCount = 32
  private static let form: UInt8 = 1

  private let encryption: SymmetricKey
  private let fingerprinting: SymmetricKey

  /// - Parameter key: 32 bytes that nobody can guess.
  public init(key: [UInt8]) {
    let root = SymmetricKey(data: key)
    // One key a purpose (NIST SP 800-57, section 5.2).
    encryption = Self.derive("field encryption", from: root)
    fingerprinting = Self.derive("fingerprint", from: root)
  }

  private static func derive(_ purpose: String, from root: SymmetricKey) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: root,
      info: Data("trunkline \(purpose)".utf8),
      outputByteCount: keyByteCount
    )
  }

  /// Encrypts a field.
  ///
  /// - Parameter place: where it is kept, such as a table and a row; it opens nowhere else.
  public func seal(_ plaintext: [UInt8], place: String) throws -> [UInt8] {
    let box = try AES.GCM.seal(plaintext, using: encryption, authenticating: Data(place.utf8))
    return [Self.form] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
  }

  /// Decrypts a field.
  ///
  /// - Throws: `SealedFieldUnreadable` when it was sealed with another key or for another place, or is damaged.
  public func open(_ sealed: [UInt8], place: String) throws(SealedFieldUnreadable) -> [UInt8] {
    guard sealed.first == Self.form, let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
      let plaintext = try? AES.GCM.open(box, using: encryption, authenticating: Data(place.utf8))
    else { throw SealedFieldUnreadable(place: place) }
    return Array(plaintext)
  }

  /// 32 bytes that are the same for the same data, and tell nothing of it to who has not the key.
  public func fingerprint(of data: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: data, using: fingerprinting))
  }
}

/// A sealed field does not open: another key, or damage.
public struct SealedFieldUnreadable: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where the field is kept.
  public let place: String

  public var description: String {
    "\(place) cannot be decrypted. Start with the personal data key that wrote it, or restore a backup."
  }
}
