import CProtobufC

/// Walks the bytes of a message before protobuf-c sees them, and refuses what it would read wrongly or not survive.
struct WireValidator {
  /// protobuf-c recurses without limit; deeper messages than this do not exist.
  static let maxDepth = 32
  /// Fields and elements in all, at any depth.
  static let maxElements = 262_144

  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var elements = 0

  /// Throws why the bytes are not a message of this type.
  static func validate(
    _ bytes: UnsafeRawBufferPointer,
    _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>
  ) throws(WireError) {
    var validator = WireValidator(bytes: bytes)
    try validator.message(descriptor, end: bytes.count, depth: 1)
  }

  private init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private mutating func message(
    _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
    end: Int,
    depth: Int
  ) throws(WireError) {
    guard depth <= Self.maxDepth else { throw WireError(.tooDeep) }
    var seen: UInt64 = 0
    while position < end {
      let (number, wireType) = try tag(end: end)
      try count(1)
      if let index = descriptor.fieldIndex(number: number) {
        let field = descriptor.pointee.fields + index
        do {
          try checkOccurrence(field, index: index, seen: &seen)
          try value(field, wireType: wireType, end: end, depth: depth)
        } catch {
          throw error.nested(in: String(cString: field.pointee.name))
        }
      } else {
        try skip(wireType, end: end)
      }
    }
  }

  /// protobuf-c merges a singular sub-message that is given twice, and does it wrongly.
  @inline(__always)
  private func checkOccurrence(
    _ field: UnsafePointer<ProtobufCFieldDescriptor>,
    index: Int,
    seen: inout UInt64
  ) throws(WireError) {
    guard field.pointee.type == PROTOBUF_C_TYPE_MESSAGE, field.pointee.label != PROTOBUF_C_LABEL_REPEATED
    else { return }
    // The generator refuses messages with more than 64 fields.
    let bit: UInt64 = 1 << UInt64(index)
    guard seen & bit == 0 else { throw WireError(.duplicateSubmessage) }
    seen |= bit
  }

  private mutating func value(
    _ field: UnsafePointer<ProtobufCFieldDescriptor>,
    wireType: WireType,
    end: Int,
    depth: Int
  ) throws(WireError) {
    let expected = WireType(field.pointee.type)
    guard wireType == expected else {
      guard wireType == .lengthDelimited, field.pointee.label == PROTOBUF_C_LABEL_REPEATED else {
        throw WireError(wireType.isGroup ? .groupRefused : .wireTypeMismatch)
      }
      return try packedElements(expected, end: end)
    }
    guard expected == .lengthDelimited else { return try skip(expected, end: end) }
    let valueEnd = try lengthDelimitedEnd(end: end)
    switch field.pointee.type {
    case PROTOBUF_C_TYPE_STRING:
      guard let start = bytes.baseAddress else { return }
      if let reason = textRefusal(start + position, count: valueEnd - position) { throw WireError(reason) }
      position = valueEnd
    case PROTOBUF_C_TYPE_MESSAGE:
      let nested = field.pointee.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
      try message(nested, end: valueEnd, depth: depth + 1)
    default:
      position = valueEnd
    }
  }

  private mutating func packedElements(_ wireType: WireType, end: Int) throws(WireError) {
    let valueEnd = try lengthDelimitedEnd(end: end)
    while position < valueEnd {
      try count(1)
      try skip(wireType, end: valueEnd)
    }
  }

  @inline(__always)
  private mutating func count(_ more: Int) throws(WireError) {
    elements &+= more
    guard elements <= Self.maxElements else { throw WireError(.tooManyElements) }
  }
}

// Reading of single values.
extension WireValidator {
  @inline(__always)
  private mutating func tag(end: Int) throws(WireError) -> (number: UInt32, WireType) {
    let tag = try varint(end: end, maxBytes: 5)
    let number = tag >> 3
    guard (1...536_870_911).contains(number) else { throw WireError(.invalidFieldNumber) }
    guard let wireType = WireType(rawValue: UInt8(truncatingIfNeeded: tag & 7)) else {
      throw WireError(.wireTypeMismatch)
    }
    return (UInt32(truncatingIfNeeded: number), wireType)
  }

  @inline(__always)
  private mutating func varint(end: Int, maxBytes: Int) throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    let limit = min(end, position &+ maxBytes)
    while position < limit {
      let byte = bytes[position]
      position &+= 1
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return value }
      shift &+= 7
    }
    throw WireError(position == end ? .truncated : .malformedVarint)
  }

  @inline(__always)
  private mutating func lengthDelimitedEnd(end: Int) throws(WireError) -> Int {
    let length = try varint(end: end, maxBytes: 5)
    guard length <= UInt64(end - position) else { throw WireError(.truncated) }
    return position &+ Int(length)
  }

  private mutating func skip(_ wireType: WireType, end: Int) throws(WireError) {
    switch wireType {
    case .varint: _ = try varint(end: end, maxBytes: 10)
    case .fixed64: try skip(byteCount: 8, end: end)
    case .fixed32: try skip(byteCount: 4, end: end)
    case .lengthDelimited: position = try lengthDelimitedEnd(end: end)
    case .startGroup, .endGroup: throw WireError(.groupRefused)
    }
  }

  @inline(__always)
  private mutating func skip(byteCount: Int, end: Int) throws(WireError) {
    guard byteCount <= end - position else { throw WireError(.truncated) }
    position &+= byteCount
  }
}
