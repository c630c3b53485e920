/// Values by integer keys: a hash table of two plain arrays with linear probing.
///
/// It is in the path of every reservation several times, where `Dictionary` spends most of its time on a hash that
/// resists chosen keys. These keys cannot be chosen freely - they are numbers in stock, and ids that are counted - and
/// the multiplier differs with every table.
struct NumberTable: Sendable {
  private var keys: [UInt64]
  private var values: [Int64]
  private var shift: UInt64
  private(set) var count = 0
  private let multiplier = UInt64.random(in: .min ... .max) | 1

  /// No number and no id has this key.
  private static let free = UInt64.max
  private static let leastBits: UInt64 = 4

  init() {
    keys = Array(repeating: Self.free, count: 1 << Int(Self.leastBits))
    values = Array(repeating: 0, count: 1 << Int(Self.leastBits))
    shift = 64 - Self.leastBits
  }

  /// The value of a key; nil removes it.
  subscript(key: UInt64) -> Int64? {
    get {
      let place = place(of: key)
      return keys[place] == key ? values[place] : nil
    }
    set {
      if let newValue { set(newValue, at: key) } else { remove(key) }
    }
  }

  private func home(of key: UInt64) -> Int { Int((key &* multiplier) >> shift) }

  /// Where the key is, or the free place where it would be.
  private func place(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var place = home(of: key)
    while keys[place] != key, keys[place] != Self.free { place = (place + 1) & mask }
    return place
  }

  private mutating func set(_ value: Int64, at key: UInt64) {
    var place = place(of: key)
    if keys[place] != key {
      if (count + 1) * 4 > keys.count * 3 {
        grow()
        place = self.place(of: key)
      }
      keys[place] = key
      count += 1
    }
    values[place] = value
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: Self.free, count: oldKeys.count * 2)
    values = Array(repeating: 0, count: oldKeys.count * 2)
    shift -= 1
    for index in oldKeys.indices where oldKeys[index] != Self.free {
      let place = place(of: oldKeys[index])
      keys[place] = oldKeys[index]
      values[place] = oldValues[index]
    }
  }

  /// Removes a key and moves those behind it up, so that no gap hides them.
  private mutating func remove(_ key: UInt64) {
    var gap = place(of: key)
    guard keys[gap] == key else { return }
    let mask = keys.count - 1
    var next = (gap + 1) & mask
    while keys[next] != Self.free {
      let wayOfNext = (next - home(of: keys[next])) & mask
      if wayOfNext >= (next - gap) & mask {
        keys[gap] = keys[next]
        values[gap] = values[next]
        gap = next
      }
      next = (next + 1) & mask
    }
    keys[gap] = Self.free
    count -= 1
  }
}
