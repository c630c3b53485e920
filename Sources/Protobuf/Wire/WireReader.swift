/// Reads the fields of a message one by one without knowing its type, in safe Swift: for descriptors and JSON,
/// where speed does not matter.
public struct WireReader: Sendable {
  /// One field as it is on the wire.
  public enum Value: Sendable, Hashable {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(ArraySlice<UInt8>)
  }

  private var rest: ArraySlice<UInt8>

  /// Reads the message in `bytes`.
  public init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  /// The next field, or nil at the end.
  public mutating func next() throws(WireError) -> (number: Int, value: Value)? {
    guard !rest.isEmpty else { return nil }
    let tag = try varint()
    let number = tag >> 3
    guard (1...536_870_911).contains(number) else { throw WireError(.invalidFieldNumber) }
    switch WireType(rawValue: UInt8(tag & 7)) {
    case .varint: return (Int(number), .varint(try varint()))
    case .fixed64: return (Int(number), .fixed64(try fixed64()))
    case .fixed32: return (Int(number), .fixed32(try fixed32()))
    case .lengthDelimited: return (Int(number), .bytes(try lengthDelimited()))
    case .startGroup, .endGroup: throw WireError(.groupRefused)
    case nil: throw WireError(.wireTypeMismatch)
    }
  }

  /// Whether everything was read.
  var isAtEnd: Bool { rest.isEmpty }

  mutating func varint() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    for shift in 0..<UInt64(10) {
      guard let byte = rest.popFirst() else { throw WireError(.truncated) }
      value |= UInt64(byte & 0x7F) << (7 * shift)
      if byte < 0x80 { return value }
    }
    throw WireError(.malformedVarint)
  }

  mutating func fixed32() throws(WireError) -> UInt32 {
    UInt32(truncatingIfNeeded: littleEndian(try take(4)))
  }

  mutating func fixed64() throws(WireError) -> UInt64 {
    littleEndian(try take(8))
  }

  private mutating func lengthDelimited() throws(WireError) -> ArraySlice<UInt8> {
    let length = try varint()
    guard length <= UInt64(rest.count) else { throw WireError(.truncated) }
    return try take(Int(length))
  }

  private mutating func take(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw WireError(.truncated) }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
