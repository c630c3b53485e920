import GatewayStore
import PersonalData
import Telephony

/// Seals the secrets of webhooks: whoever reads the database cannot sign.
struct WebhookSecrets: Sendable {
  let cipher: FieldCipher

  func seal(_ secret: String, of webhook: String) throws -> [UInt8] {
    try cipher.seal(Array(secret.utf8), place: place(webhook))
  }

  /// Those that deliveries are signed with, the newest first.
  func open(_ webhook: StoredWebhook, at now: Instant) throws -> [String] {
    let old = now < webhook.oldSecretEnd ? webhook.oldSecret : nil
    return try ([webhook.secret] + [old].compactMap(\.self)).map { sealed in
      String(decoding: try cipher.open(sealed, place: place(webhook.name)), as: UTF8.self)
    }
  }

  private func place(_ webhook: String) -> String { "secret of \(webhook)" }
}
