import CSQLite

/// Holds a copy of what is bound to one statement until it has run.
///
/// SQLite would otherwise allocate and free each text and blob, a tenth of the cost of a small insert.
/// Values that find no room are left to SQLite.
final class BindBuffer {
  private static let capacity = 1_024

  private let storage = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
  private var used = 0

  deinit { storage.deallocate() }

  func clear() { used = 0 }

  /// The address of a copy that lasts until `clear`.
  func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
    guard let source = bytes.baseAddress, bytes.count <= Self.capacity - used else { return nil }
    let target = storage + used
    target.copyMemory(from: source, byteCount: bytes.count)
    used += bytes.count
    return UnsafeRawPointer(target)
  }
}

/// What SQLite does with bound bytes: nothing, because they stay where they are, or a copy of its own.
enum BoundBytes {
  static let stay: sqlite3_destructor_type? = nil
  static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
