import Crypto

/// Ids that come out the same whenever they are made again, which is what makes repeats harmless.
public enum DerivedUUID {
  /// A UUID of version 8 (RFC 9562, section 5.8): 122 bits of the parts' SHA-256.
  public static func make(_ parts: String...) -> String {
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
