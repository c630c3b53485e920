/// Values by integer keys: a hash table in a plain array, with linear probing.
///
/// It is in the path of every reservation several times, where `Dictionary` spends most of its time on a hash that
/// resists chosen keys. These keys cannot be chosen freely - they are numbers in stock, and ids that are counted - and
/// the multiplier differs with every table. Keys that follow each other, as the numbers of an order do, lie side by
/// side, in the same or the next line of the processor's cache.
struct NumberTable: Sendable {
  private var slots: [Slot]
  private var shift: UInt64
  private(set) var count = 0
  private let multiplier = UInt64.random(in: .min ... .max) | 1

  /// No number and no id has this key.
  private static let free = UInt64.max
  private static let leastBits: UInt64 = 4

  /// A key beside its value, so that both are in one line of the cache.
  private struct Slot {
    var key: UInt64
    var value: Int64
  }

  init() {
    slots = Array(repeating: Slot(key: Self.free, value: 0), count: 1 << Int(Self.leastBits))
    shift = 64 + 3 - Self.leastBits
  }

  /// The value of a key; nil removes it.
  subscript(key: UInt64) -> Int64? {
    get {
      let place = place(of: key)
      return slots[place].key == key ? slots[place].value : nil
    }
    set {
      if let newValue { set(newValue, at: key) } else { remove(key) }
    }
  }

  private func home(of key: UInt64) -> Int { Int(((key >> 3) &* multiplier) >> shift) << 3 | Int(key & 7) }

  /// Where the key is, or the free place where it would be.
  private func place(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var place = home(of: key)
    while slots[place].key != key, slots[place].key != Self.free { place = (place + 1) & mask }
    return place
  }

  /// Takes a value unless there is one; whether it did.
  mutating func insert(_ value: Int64, at key: UInt64) -> Bool {
    let place = place(of: key)
    guard slots[place].key != key else { return false }
    add(value, at: key, place)
    return true
  }

  private mutating func set(_ value: Int64, at key: UInt64) {
    let place = place(of: key)
    if slots[place].key == key { slots[place].value = value } else { add(value, at: key, place) }
  }

  private mutating func add(_ value: Int64, at key: UInt64, _ free: Int) {
    var place = free
    if (count + 1) * 4 > slots.count * 3 {
      grow()
      place = self.place(of: key)
    }
    slots[place] = Slot(key: key, value: value)
    count += 1
  }

  /// Makes room for so many keys in all.
  mutating func reserve(_ count: Int) {
    var bits: UInt64 = 0
    while (slots.count << Int(bits)) * 3 < count * 4 { bits += 1 }
    if bits > 0 { grow(bits) }
  }

  private mutating func grow(_ bits: UInt64 = 1) {
    let old = slots
    slots = Array(repeating: Slot(key: Self.free, value: 0), count: old.count << Int(bits))
    shift -= bits
    for slot in old where slot.key != Self.free { slots[place(of: slot.key)] = slot }
  }

  /// Removes a key and moves those behind it up, so that no gap hides them.
  private mutating func remove(_ key: UInt64) {
    var gap = place(of: key)
    guard slots[gap].key == key else { return }
    let mask = slots.count - 1
    var next = (gap + 1) & mask
    while slots[next].key != Self.free {
      let wayOfNext = (next - home(of: slots[next].key)) & mask
      if wayOfNext >= (next - gap) & mask {
        slots[gap] = slots[next]
        gap = next
      }
      next = (next + 1) & mask
    }
    slots[gap].key = Self.free
    count -= 1
  }
}
