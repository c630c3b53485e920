import Crypto
import CryptoExtras
import Foundation

/// A public key that signs tokens, bound to its one algorithm: a token cannot choose another for it (RFC 8725, section
/// 3.1).
struct TokenKey: Sendable {
  let id: String
  let algorithm: TokenAlgorithm
  private let verify: @Sendable (_ signature: Data, _ signed: Data) -> Bool

  /// Nil for keys of other kinds and purposes, which a set may have as well.
  init?(_ key: JSONWebKeySet.Key) {
    guard key.use ?? "sig" == "sig" else { return nil }
    switch (key.kty, key.crv) {
    case ("EC", "P-256"):
      guard let x = key.bytes(key.x, count: 32), let y = key.bytes(key.y, count: 32),
        let publicKey = try? P256.Signing.PublicKey(rawRepresentation: x + y)
      else { return nil }
      self.init(key, .es256) { signature, signed in
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
          return false
        }
        return publicKey.isValidSignature(signature, for: signed)
      }
    case ("OKP", "Ed25519"):
      guard let x = key.bytes(key.x, count: 32),
        let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
      else { return nil }
      self.init(key, .edDSA) { publicKey.isValidSignature($0, for: $1) }
    case ("RSA", _):
      guard let modulus = key.bytes(key.n), let exponent = key.bytes(key.e),
        let publicKey = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
      else { return nil }
      self.init(key, .rs256) { signature, signed in
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        return publicKey.isValidSignature(signature, for: signed, padding: .insecurePKCS1v1_5)
      }
    default: return nil
    }
  }

  private init?(
    _ key: JSONWebKeySet.Key,
    _ algorithm: TokenAlgorithm,
    verify: @escaping @Sendable (Data, Data) -> Bool
  ) {
    guard key.alg ?? algorithm.rawValue == algorithm.rawValue else { return nil }
    id = key.kid ?? ""
    self.algorithm = algorithm
    self.verify = verify
  }

  func isValid(_ signature: Data, for signed: Data) -> Bool { verify(signature, signed) }
}

extension JSONWebKeySet.Key {
  fileprivate func bytes(_ text: String?, count: Int? = nil) -> Data? {
    guard let bytes = text.flatMap({ Data(base64URL: $0) }), count == nil || bytes.count == count else {
      return nil
    }
    return bytes
  }
}
