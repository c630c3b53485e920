extension FieldDescriptor.Kind {
  /// How a value is encoded in a packed field; nil for what cannot be packed.
  var packedWireType: WireType? {
    switch self {
    case .string, .bytes, .message, .group: nil
    case .double, .fixed64, .sfixed64: .fixed64
    case .float, .fixed32, .sfixed32: .fixed32
    default: .varint
    }
  }

  /// What stands for a value that is absent.
  var defaultValue: WireReader.Value {
    switch packedWireType {
    case .fixed64: .fixed64(0)
    case .fixed32: .fixed32(0)
    case .varint: .varint(0)
    default: .bytes([])
    }
  }
}

extension WireReader {
  /// The next element of a packed field.
  mutating func value(_ wireType: WireType) throws(WireError) -> Value {
    switch wireType {
    case .fixed64: .fixed64(try fixed64())
    case .fixed32: .fixed32(try fixed32())
    default: .varint(try varint())
    }
  }
}

extension WireReader.Value {
  /// Whether a field without presence is left out when it has this value.
  var isDefault: Bool {
    switch self {
    case .varint(let value), .fixed64(let value): value == 0
    case .fixed32(let value): value == 0
    case .bytes(let bytes): bytes.isEmpty
    }
  }
}

extension MessageDescriptor {
  func field(_ number: Int) -> FieldDescriptor? { fields.first { $0.number == number } }
}

extension JSONValue {
  /// A string as it is, without quotes.
  var plainString: String {
    guard case .string(let value) = self else { return text }
    return value
  }
}
