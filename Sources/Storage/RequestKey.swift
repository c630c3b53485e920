/// What makes a mutating call the same call: who asks, which method, and the id that the client chose.
public struct RequestKey: Sendable, Hashable {
  public var principal: String
  public var method: String
  public var requestID: String

  /// Names a call.
  public init(principal: String, method: String, requestID: String) {
    self.principal = principal
    self.method = method
    self.requestID = requestID
  }
}

/// The request id was used before with another request body; choose a new id (`REQUEST_ID_REUSED`).
public struct RequestIDReused: Error, Sendable {}

/// 128 bits that stand for a key in memory. The seeds are random per process, so nobody can choose
/// request ids that collide; the rows keep the full key and are compared.
struct RequestKeyDigest: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  init(_ key: RequestKey) {
    high = Self.hash { hasher in hasher.combine(key) }
    // The id alone differs in nearly all keys: its own hash is as good, and cheaper than that of the whole.
    low = Self.hash { hasher in hasher.combine(key.requestID) }
  }

  private static func hash(_ feed: (inout Hasher) -> Void) -> UInt64 {
    var hasher = Hasher()
    feed(&hasher)
    return UInt64(truncatingIfNeeded: hasher.finalize())
  }

  /// The bits are as good as random: no need to hash them once more.
  func hash(into hasher: inout Hasher) { hasher.combine(high) }
}
