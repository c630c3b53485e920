import Crypto
import Foundation
import OrderingRules

/// Ids that come out the same whenever they are made again, which is what makes repeats harmless.
enum OrderIdentity {
  /// Name of the order that a request makes.
  ///
  /// A repeat of the request finds the order by it, also while its numbers are being held and after a crash.
  static func orderName(organization: String, principal: String, requestID: String) -> String {
    "organizations/\(organization)/orders/\(id("order", principal: principal, requestID: requestID))"
  }

  /// Id of what a request makes; of anything new when the request has none of its own.
  static func id(_ kind: String, principal: String, requestID: String) -> String {
    requestID.isEmpty ? UUID().uuidString.lowercased() : uuid(kind, principal, requestID.lowercased())
  }

  /// Request id of a step's call, however often it is made.
  ///
  /// Numbers that are reserved anew are reserved, and held, by another call.
  static func requestID(of step: SagaStep?, _ order: Order) -> String {
    step.map { uuid("step", order.name, $0.rawValue, "\(order.attempt)") } ?? ""
  }

  /// A UUID of version 8 (RFC 9562, section 5.8): 122 bits of the parts' SHA-256.
  static func uuid(_ parts: String...) -> String {
    var hash = SHA256()
    for part in parts {
      // The length keeps ("a", "bc") and ("ab", "c") apart.
      hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
    }
    var bytes = Array(hash.finalize().prefix(16))
    bytes[6] = bytes[6] & 0x0f | 0x80
    bytes[8] = bytes[8] & 0x3f | 0x80
    let digits = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    let groups = [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10..<16]]
    return groups.map { $0.joined() }.joined(separator: "-")
  }
}
