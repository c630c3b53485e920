import Crypto
import RPC
import Telephony

/// An API key that may call, known by its hash only.
public struct APIKey: Sendable, Hashable {
  /// SHA-256 of the key, 32 bytes.
  public let hash: [UInt8]
  public let caller: Caller
  public let scopes: Scopes
  /// When it ends; nil for never.
  public var expireTime: Instant?

  public init(hash: [UInt8], caller: Caller, scopes: Scopes = .all, expireTime: Instant? = nil) {
    self.hash = hash
    self.caller = caller
    self.scopes = scopes
    self.expireTime = expireTime
  }

  /// The hash under which a key is configured.
  public static func hash(of key: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(key.utf8)))
  }
}

extension ConfigurationForm where Value == APIKey {
  /// A section with what `APIKey` has.
  static var apiKey: Self {
    let fields = ["sha256", "principal", "organization", "role", "partner", "scopes", "expireTime"]
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
      let scopes = record.optional("scopes", .list(of: .scope), default: [])
      let expireTime = record.optional("expireTime", .instant, default: .distantFuture)
      guard let hash, let principal, let organization, let role, let partner, let scopes, let expireTime
      else { return nil }
      let caller = Caller(principal: principal, organization: organization, role: role, partner: partner)
      return APIKey(
        hash: hash,
        caller: caller,
        scopes: Scopes(scopes) ?? .all,
        expireTime: expireTime == .distantFuture ? nil : expireTime
      )
    }
  }
}

extension ConfigurationForm where Value == String {
  /// One scope.
  fileprivate static var scope: Self {
    .scalar("area:read or area:write, with one of \(Scopes.areaNames.joined(separator: ", "))") { text in
      Scopes([text]).map { _ in text }
    }
  }
}

extension ConfigurationForm where Value == Instant {
  /// A point in time.
  fileprivate static var instant: Self {
    .scalar("a time such as 2027-01-31T00:00:00Z") { Instant(rfc3339: $0) }
  }
}

extension Instant {
  /// Later than anything that can be written.
  fileprivate static let distantFuture = Instant(milliseconds: .max)
}
