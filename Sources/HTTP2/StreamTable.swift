/// Values by the id of their stream, without hashing: the ids of a connection go up by two (RFC 9113, section 5.1.1), so
/// that those in use at a time seldom meet.
public struct StreamTable<Value> {
  /// 0 where nothing is: the connection itself, which has no value.
  @usableFromInline var ids: [Int32] = []
  @usableFromInline var values: [Value?] = []
  @usableFromInline var size = 0

  @inlinable
  public init() {}

  /// How many streams have a value.
  @inlinable
  public var count: Int { size }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// The value of a stream, or nil.
  @inlinable
  public subscript(stream: Int32) -> Value? {
    get {
      guard let slot = find(stream) else { return nil }
      return values[slot]
    }
    set {
      if let newValue { insert(newValue, for: stream) } else { _ = remove(stream) }
    }
  }

  @inlinable
  mutating func insert(_ value: Value, for stream: Int32) {
    // The connection itself is no stream.
    guard stream != 0 else { return }
    if let slot = find(stream) {
      values[slot] = value
      return
    }
    if 2 * (size + 1) > ids.count { grow() }
    var slot = home(stream)
    while ids[slot] != 0 { slot = (slot + 1) & (ids.count - 1) }
    ids[slot] = stream
    values[slot] = value
    size += 1
  }

  /// Takes the value of a stream out.
  @inlinable
  public mutating func remove(_ stream: Int32) -> Value? {
    guard var hole = find(stream) else { return nil }
    let removed = values[hole]
    size -= 1
    // Whatever was put behind its place because of this one moves up, so that no search ends at the hole.
    var next = (hole + 1) & (ids.count - 1)
    while ids[next] != 0 {
      let distance = (next - home(ids[next])) & (ids.count - 1)
      if distance >= (next - hole) & (ids.count - 1) {
        ids[hole] = ids[next]
        values[hole] = values[next]
        hole = next
      }
      next = (next + 1) & (ids.count - 1)
    }
    ids[hole] = 0
    values[hole] = nil
    return removed
  }

  /// All streams that have a value, in no order.
  public var streams: [Int32] { ids.filter { $0 != 0 } }

  /// All values, in no order.
  public var all: [Value] { values.compactMap(\.self) }

  @inlinable
  func home(_ stream: Int32) -> Int { Int(stream >> 1) & (ids.count - 1) }

  @inlinable
  func find(_ stream: Int32) -> Int? {
    guard size > 0, stream != 0 else { return nil }
    var slot = home(stream)
    while ids[slot] != stream {
      if ids[slot] == 0 { return nil }
      slot = (slot + 1) & (ids.count - 1)
    }
    return slot
  }

  @inlinable
  mutating func grow() {
    let old = self
    ids = [Int32](repeating: 0, count: max(8, 2 * old.ids.count))
    values = [Value?](repeating: nil, count: ids.count)
    size = 0
    for (id, value) in zip(old.ids, old.values) where id != 0 {
      if let value { insert(value, for: id) }
    }
  }
}

extension StreamTable: Sendable where Value: Sendable {}
