/// A fixed table by strings that differ at their ends: signatures, API keys, paths of methods.
///
/// Hashing a whole signature as `Dictionary` does takes longer than the rest of a call's checks; here only
/// the length and the last bytes are looked at before the strings are compared. Only strings that were
/// verified may be put in, so nobody outside can make them collide.
struct TailTable<Value: Sendable>: Sendable {
  private struct Slot: Sendable {
    let text: String
    let value: Value
  }

  private var slots: [Slot?]
  private let mask: Int
  private let window: Int

  /// - Parameters:
  ///   - capacity: a power of two.
  ///   - window: in how many neighbouring slots a string may lie; when all are taken, the first is given up.
  init(capacity: Int, window: Int = 8) {
    slots = Array(repeating: nil, count: capacity)
    mask = capacity - 1
    self.window = min(window, capacity)
  }

  subscript(text: String) -> Value? {
    var index = home(of: text)
    for _ in 0..<window {
      guard let slot = slots[index] else { return nil }
      if slot.text == text { return slot.value }
      index = (index + 1) & mask
    }
    return nil
  }

  mutating func insert(_ value: Value, for text: String) {
    let home = home(of: text)
    var index = home
    for _ in 0..<window {
      guard let slot = slots[index], slot.text != text else {
        slots[index] = Slot(text: text, value: value)
        return
      }
      index = (index + 1) & mask
    }
    slots[home] = Slot(text: text, value: value)
  }

  var count: Int { slots.count { $0 != nil } }

  private func home(of text: String) -> Int {
    // Contiguous as every string is that was read from the wire; others are found in one place, only slower.
    let tail =
      text.utf8.withContiguousStorageIfAvailable { bytes -> UInt64 in
        let count = bytes.count
        guard count >= 4 else { return UInt64(count) }
        return UInt64(bytes[count - 1]) | UInt64(bytes[count - 2]) << 8 | UInt64(bytes[count - 3]) << 16
          | UInt64(bytes[count - 4]) << 24 | UInt64(count) << 32
      } ?? 0
    // Multiplied by 2^64 / golden ratio, the upper bits depend on all the lower ones (Knuth 6.4).
    return Int(truncatingIfNeeded: (tail &* 0x9e37_79b9_7f4a_7c15) >> 40) & mask
  }
}
