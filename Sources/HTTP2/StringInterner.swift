import Glibc

/// Makes strings of header bytes, and gives the same string again for bytes it saw lately.
///
/// The headers of a connection repeat: paths, tokens and user agents become a retain instead of an allocation.
struct StringInterner {
  private static let slotCount = 64
  private var slots = [String](repeating: "", count: slotCount)

  mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Up to 15 bytes lie in the string itself.
    guard bytes.count > 15 else { return String(decoding: bytes, as: UTF8.self) }
    let slot = Self.slot(bytes)
    if Self.equal(slots[slot], bytes) { return slots[slot] }
    let string = String(decoding: bytes, as: UTF8.self)
    // What is huge is not worth keeping for the life of a connection.
    if bytes.count <= 1_024 { slots[slot] = string }
    return string
  }

  private static func slot(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    // Values of equal length mostly differ at their end, or in the middle.
    let raw = UnsafeRawBufferPointer(bytes)
    let end = raw.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
    let middle = raw.loadUnaligned(fromByteOffset: bytes.count / 2 - 4, as: UInt64.self)
    let mixed = (end ^ (middle &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(bytes.count)) &* 0xD6E8_FEB8_6659_FD93
    return Int(mixed >> 58)
  }

  private static func equal(_ string: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard string.utf8.count == bytes.count, let start = bytes.baseAddress else { return false }
    return string.utf8.withContiguousStorageIfAvailable { stored in
      stored.baseAddress.map { memcmp($0, start, bytes.count) == 0 } ?? false
    } ?? false
  }
}
