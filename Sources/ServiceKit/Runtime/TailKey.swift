/// A string as dictionary key that is hashed by its length and its last eight bytes only.
///
/// For strings that differ there (signatures, API keys, method paths) a look-up costs a fifth of the usual one.
/// Only strings that were verified may be put into a dictionary, so nobody outside can make keys collide.
struct TailKey: Hashable, Sendable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  func hash(into hasher: inout Hasher) {
    let bytes = text.utf8.span
    var tail = UInt64(truncatingIfNeeded: bytes.count)
    for index in max(0, bytes.count - 8)..<bytes.count {
      tail = tail << 8 ^ tail >> 56 ^ UInt64(bytes[index])
    }
    hasher.combine(tail)
  }
}
