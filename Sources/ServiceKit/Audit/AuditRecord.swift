import Crypto
import Foundation
import Telephony

/// One line of an audit trail: who called what and how it ended.
///
/// A line is its hash, a space, and the record as JSON. The hash is SHA-256 over the hash of the line before, a space, and
/// the JSON, so that no line can be changed, removed or put in without all that follow.
public struct AuditRecord: Codable, Sendable, Hashable {
  /// Rises by one with each line.
  public let sequence: Int64
  public let time: String
  public let principal: String
  public let organization: String
  public let role: String
  public let partner: String
  public let method: String
  public let code: String
  public let peer: String
  public let requestID: String
  /// Records before this one that were lost because the disk did not keep up.
  public let lost: Int
}

/// Where a trail stands: how many lines it has, and the hash of the last one.
public struct AuditHead: Sendable, Hashable {
  public var count: Int64
  public var hash: String

  /// Of a trail without lines.
  public static let beginning = AuditHead(count: 0, hash: String(repeating: "0", count: 64))

  public init(count: Int64, hash: String) {
    self.count = count
    self.hash = hash
  }

  /// Reads `COUNT HASH`.
  public init?(_ text: String) {
    let parts = text.split(whereSeparator: \.isWhitespace)
    guard parts.count == 2, let count = Int64(parts[0]), count >= 0, parts[1].utf8.count == 64 else {
      return nil
    }
    self.init(count: count, hash: String(parts[1]))
  }

  public var text: String { "\(count) \(hash)" }

  /// The head after one more record.
  func following(_ json: String) -> AuditHead {
    let digest = SHA256.hash(data: Data("\(hash) \(json)".utf8))
    let hash = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return AuditHead(count: count + 1, hash: hash)
  }
}
