/// Writes fields one behind the other: integers as LEB128, texts and bytes behind their length.
public struct RecordPacker: Sendable {
  /// What was written.
  public private(set) var bytes: [UInt8] = []

  /// Starts with nothing.
  public init() {}

  var count: Int { bytes.count }

  /// Writes an integer; small ones that are not negative take the fewest bytes.
  public mutating func append(_ value: Int64) {
    var rest = UInt64(bitPattern: value)
    while rest > 0x7f {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes an integer that uses all its bits, such as half a UUID, as eight bytes.
  public mutating func appendEightBytes(_ value: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Writes a text.
  public mutating func append(_ text: String) {
    append(Int64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes bytes.
  public mutating func append(_ blob: [UInt8]) {
    append(Int64(blob.count))
    bytes.append(contentsOf: blob)
  }

  /// Forgets what was written behind a position.
  mutating func truncate(to count: Int) { bytes.removeLast(bytes.count - count) }

  /// Forgets everything, and keeps the memory unless that is unusually much.
  mutating func clear() { bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20) }
}

/// Reads what a ``RecordPacker`` wrote.
public struct RecordReader: Sendable {
  private let bytes: [UInt8]
  private(set) var position: Int

  /// Starts at the beginning, or further on.
  public init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Whether everything was read.
  public var isAtEnd: Bool { position == bytes.count }

  /// The next integer.
  public mutating func integer() throws(StorageError) -> Int64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return Int64(bitPattern: value) }
      shift += 7
    }
    throw StorageError(.corrupt, "a packed record ends early")
  }

  /// The next integer that was written as eight bytes.
  public mutating func eightBytes() throws(StorageError) -> UInt64 {
    guard bytes.count - position >= 8 else { throw StorageError(.corrupt, "a packed record ends early") }
    defer { position += 8 }
    return bytes[position..<position + 8].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The next text.
  public mutating func text() throws(StorageError) -> String { String(decoding: try field(), as: UTF8.self) }

  /// The next bytes.
  public mutating func blob() throws(StorageError) -> [UInt8] { Array(try field()) }

  private mutating func field() throws(StorageError) -> ArraySlice<UInt8> {
    let count = try integer()
    guard count >= 0, count <= Int64(bytes.count - position) else {
      throw StorageError(.corrupt, "a packed record ends early")
    }
    defer { position += Int(count) }
    return bytes[position..<position + Int(count)]
  }
}
