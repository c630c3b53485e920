import Foundation

/// A signed token in its compact form (RFC 7515, section 3.1), taken apart and not yet believed.
struct JSONWebToken {
  private static let largestByteCount = 8_192

  struct Header: Decodable {
    let alg: String
    let kid: String?
    let crit: [String]?
  }

  let header: Header
  let claims: TokenClaims
  let signature: Data
  /// What the signature is over.
  let signed: Data

  init?(_ text: String) {
    guard text.utf8.count <= Self.largestByteCount else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Data(base64URL: parts[0]), let claims = Data(base64URL: parts[1]),
      let signature = Data(base64URL: parts[2]),
      let readHeader = try? JSONDecoder().decode(Header.self, from: header),
      let readClaims = try? JSONDecoder().decode(TokenClaims.self, from: claims)
    else { return nil }
    self.header = readHeader
    self.claims = readClaims
    self.signature = signature
    signed = Data("\(parts[0]).\(parts[1])".utf8)
  }

  /// Whether a bearer's text has the form of a token, which no API key of ours has.
  static func isLike(_ text: some StringProtocol) -> Bool { text.utf8.count { $0 == UInt8(ascii: ".") } == 2 }
}

/// What a token says of who holds it.
struct TokenClaims: Decodable {
  let iss: String?
  let sub: String?
  let aud: Audience?
  let exp: Double?
  let nbf: Double?
  let organization: String?
  let role: String?
  let partner: String?
  let scope: String?

  /// One name, or several (RFC 7519, section 4.1.3).
  struct Audience: Decodable {
    let names: [String]

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let name = try? value.decode(String.self) {
        names = [name]
      } else {
        names = try value.decode([String].self)
      }
    }
  }
}

extension Data {
  /// Reads base64url without padding (RFC 7515, section 2), and nothing else.
  init?(base64URL text: some StringProtocol) {
    guard
      text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
    else { return nil }
    let standard = String(text).replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    self.init(base64Encoded: standard + padding)
  }
}
