import Crypto
import EmergencyAddressRules

extension ProviderTask {
  /// The id under which the provider carries the task out once, however often it is sent: a UUID of version 8 (RFC 9562,
  /// section 5.8), 122 bits of the SHA-256 of what names the task.
  var requestID: String {
    let name = "\(kind.rawValue) \(revision) \(subject.path)"
    var bytes = Array(SHA256.hash(data: Array(name.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0f | 0x80
    bytes[8] = bytes[8] & 0x3f | 0x80
    let digits = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    let groups = [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10..<16]]
    return groups.map { $0.joined() }.joined(separator: "-")
  }
}
