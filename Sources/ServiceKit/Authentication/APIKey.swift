import Crypto
import RPC

/// An API key that may call, known by its hash only.
public struct APIKey: Sendable, Hashable {
  /// SHA-256 of the key, 32 bytes.
  public let hash: [UInt8]
  public let caller: Caller

  public init(hash: [UInt8], caller: Caller) {
    self.hash = hash
    self.caller = caller
  }

  /// The hash under which a key is configured.
  public static func hash(of key: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(key.utf8)))
  }
}

extension ConfigurationForm where Value == APIKey {
  /// A section with `sha256`, `principal`, `organization`, `role` and `partner`.
  static var apiKey: Self {
    let fields = ["sha256", "principal", "organization", "role", "partner"]
    return .record("a section with \(fields.joined(separator: ", "))", fields: fields) { record in
      let hash = record.required(
        "sha256",
        .hexadecimal(byteCount: 32, "SHA-256 of the key, as 64 hexadecimal digits, never the key itself")
      )
      let principal = record.required("principal", .name("the name of who calls, such as keys/demo-admin"))
      let organization = record.optional(
        "organization",
        .text("the id of the organization"),
        default: ""
      )
      let role = record.required("role", ConfigurationForm<Caller.Role>.choice)
      let partner = record.optional("partner", .text("the id of the partner"), default: "")
      guard let hash, let principal, let organization, let role, let partner else { return nil }
      let caller = Caller(principal: principal, organization: organization, role: role, partner: partner)
      return APIKey(hash: hash, caller: caller)
    }
  }
}
