/// Writes the fields of a message one by one without knowing its type, in safe Swift: the counterpart of
/// ``WireReader``.
public struct WireWriter: Sendable {
  /// The message so far.
  public private(set) var bytes: [UInt8] = []

  /// An empty message.
  public init() {}

  /// Appends a field.
  public mutating func append(_ number: Int, _ value: WireReader.Value) {
    switch value {
    case .varint: tag(number, .varint)
    case .fixed64: tag(number, .fixed64)
    case .fixed32: tag(number, .fixed32)
    case .bytes(let content):
      tag(number, .lengthDelimited)
      varint(UInt64(content.count))
    }
    appendPacked(value)
  }

  /// Appends a sub-message, a string or bytes.
  public mutating func append(_ number: Int, _ content: [UInt8]) {
    append(number, .bytes(content[...]))
  }

  /// Appends a value as an element of a packed field: without its field number.
  mutating func appendPacked(_ value: WireReader.Value) {
    switch value {
    case .varint(let value): varint(value)
    case .fixed64(let value): littleEndian(value, count: 8)
    case .fixed32(let value): littleEndian(UInt64(value), count: 4)
    case .bytes(let content): bytes += content
    }
  }

  private mutating func tag(_ number: Int, _ wireType: WireType) {
    varint(UInt64(number) << 3 | UInt64(wireType.rawValue))
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func littleEndian(_ value: UInt64, count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }
}
