import Crypto
import Foundation
import Telephony

/// By which a receiver knows that a delivery is ours and new: `t=SECONDS,v1=HEX`, HMAC-SHA256 of `SECONDS.BODY` with the
/// webhook's secret. While a secret is replaced there are two `v1`.
enum WebhookSignature {
  static let header = "Trunkline-Signature"

  static func value(_ body: String, secrets: [String], at time: Instant) -> String {
    let seconds = time.milliseconds / 1_000
    let signed = Data("\(seconds).\(body)".utf8)
    let codes = secrets.map { secret in
      let key = SymmetricKey(data: Data(secret.utf8))
      let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
      return "v1=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    return (["t=\(seconds)"] + codes).joined(separator: ",")
  }

  /// A secret that nobody can guess.
  static func newSecret() -> String {
    var random = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    return "whsec_" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
