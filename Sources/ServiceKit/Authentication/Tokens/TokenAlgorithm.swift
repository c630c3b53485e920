/// How tokens may be signed (RFC 7518, RFC 8037). What is not here is never taken, `none` and shared secrets least.
public enum TokenAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// ECDSA with P-256 and SHA-256.
  case es256 = "ES256"
  /// RSASSA-PKCS1-v1_5 with SHA-256.
  case rs256 = "RS256"
  /// Ed25519.
  case edDSA = "EdDSA"
}
