import CProtobufC

/// How a value is encoded on the wire.
enum WireType: UInt8, Sendable {
  case varint = 0
  case fixed64 = 1
  case lengthDelimited = 2
  case startGroup = 3
  case endGroup = 4
  case fixed32 = 5

  var isGroup: Bool { self == .startGroup || self == .endGroup }

  /// The way in which protobuf-c expects one value of a type.
  @inline(__always)
  init(_ type: ProtobufCType) {
    switch type {
    case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES, PROTOBUF_C_TYPE_MESSAGE: self = .lengthDelimited
    case PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_SFIXED32, PROTOBUF_C_TYPE_FLOAT: self = .fixed32
    case PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_DOUBLE: self = .fixed64
    default: self = .varint
    }
  }
}

extension UnsafePointer<ProtobufCMessageDescriptor> {
  /// Position of a field among `fields`, or nil when the type has no field of that number.
  @inline(__always)
  func fieldIndex(number: UInt32) -> Int? {
    let guess = Int(number) - 1
    if guess < Int(pointee.n_fields), pointee.fields[guess].id == number { return guess }
    guard let field = protobuf_c_message_descriptor_get_field(self, number) else { return nil }
    return field - UnsafePointer<ProtobufCFieldDescriptor>(pointee.fields)
  }
}
