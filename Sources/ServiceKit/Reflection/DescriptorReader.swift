/// Walks over the fields of a serialized message without knowing its type.
///
/// Only used on descriptors that were embedded when the program was built; what is malformed ends the walk.
struct DescriptorReader: IteratorProtocol, Sequence {
  enum Field {
    case number(Int, UInt64)
    case bytes(Int, ArraySlice<UInt8>)
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  mutating func next() -> Field? {
    guard let tag = varint() else { return nil }
    let field = Int(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0: return varint().map { .number(field, $0) }
    case 1: return take(8).map { .bytes(field, $0) }
    case 2: return varint().flatMap { take(Int(truncatingIfNeeded: $0)) }.map { .bytes(field, $0) }
    case 5: return take(4).map { .bytes(field, $0) }
    default: return nil
    }
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst(), shift < 64 {
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

extension DescriptorReader {
  /// Every value of a field of strings or messages.
  static func values(_ wanted: Int, of message: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    DescriptorReader(message).compactMap { field in
      if case .bytes(wanted, let value) = field { value } else { nil }
    }
  }

  static func text(_ wanted: Int, of message: ArraySlice<UInt8>) -> String {
    values(wanted, of: message).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  static func number(_ wanted: Int, of message: ArraySlice<UInt8>) -> Int32 {
    for case .number(wanted, let value) in DescriptorReader(message) {
      return Int32(truncatingIfNeeded: value)
    }
    return 0
  }
}
