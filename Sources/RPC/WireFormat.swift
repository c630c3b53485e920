/// Writes protobuf fields in order; what is empty is left out, as proto3 has it.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ field: Int, _ value: UInt64) {
    guard value != 0 else { return }
    raw(UInt64(field << 3))
    raw(value)
  }

  mutating func string(_ field: Int, _ value: String) {
    bytes(field, Array(value.utf8))
  }

  mutating func bytes(_ field: Int, _ value: [UInt8]) {
    guard !value.isEmpty else { return }
    raw(UInt64(field << 3 | 2))
    raw(UInt64(value.count))
    bytes += value
  }

  /// A sub-message, written also when it is empty.
  mutating func message(_ field: Int, _ body: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    body(&inner)
    raw(UInt64(field << 3 | 2))
    raw(UInt64(inner.bytes.count))
    bytes += inner.bytes
  }

  /// A sub-message of strings numbered from 1.
  mutating func strings(_ field: Int, _ values: [String]) {
    message(field) { for (index, value) in values.enumerated() { $0.string(index + 1, value) } }
  }

  private mutating func raw(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }
}

/// Reads protobuf fields; stops at the first byte that makes no sense.
enum WireReader {
  struct Field {
    var number: Int
    var varint: UInt64 = 0
    var bytes: ArraySlice<UInt8> = []
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  static func fields(_ input: ArraySlice<UInt8>) -> [Field] {
    var rest = input
    var fields: [Field] = []
    while let tag = varint(&rest) {
      var field = Field(number: Int(truncatingIfNeeded: tag >> 3))
      switch tag & 7 {
      case 0:
        guard let value = varint(&rest) else { return fields }
        field.varint = value
      case 1, 5:
        guard rest.count >= (tag & 7 == 1 ? 8 : 4) else { return fields }
        rest = rest.dropFirst(tag & 7 == 1 ? 8 : 4)
      case 2:
        guard let length = varint(&rest), length <= UInt64(rest.count) else { return fields }
        field.bytes = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
      default: return fields
      }
      fields.append(field)
    }
    return fields
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst(), shift < 64 {
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}
