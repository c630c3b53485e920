import Foundation

/// Scalars between wire and JSON.
enum ScalarJSON {
  /// The JSON of a value, or nil when it is not encoded as its kind asks for.
  static func value(_ value: WireReader.Value, _ kind: FieldDescriptor.Kind) -> JSONValue? {
    switch (kind, value) {
    case (.double, .fixed64(let bits)): floating(Double(bitPattern: bits), "\(Double(bitPattern: bits))")
    case (.float, .fixed32(let bits)): floating(Double(Float(bitPattern: bits)), "\(Float(bitPattern: bits))")
    case (.int64, .varint(let bits)): .string(String(Int64(bitPattern: bits)))
    case (.uint64, .varint(let bits)), (.fixed64, .fixed64(let bits)): .string(String(bits))
    case (.sfixed64, .fixed64(let bits)): .string(String(Int64(bitPattern: bits)))
    case (.sint64, .varint(let bits)): .string(String(ZigZag.decoded(bits)))
    case (.int32, .varint(let bits)): .integer(Int64(Int32(truncatingIfNeeded: bits)))
    case (.sint32, .varint(let bits)):
      .integer(Int64(Int32(truncatingIfNeeded: ZigZag.decoded(bits & 0xFFFF_FFFF))))
    case (.uint32, .varint(let bits)): .integer(Int64(UInt32(truncatingIfNeeded: bits)))
    case (.fixed32, .fixed32(let bits)): .integer(Int64(bits))
    case (.sfixed32, .fixed32(let bits)): .integer(Int64(Int32(bitPattern: bits)))
    case (.bool, .varint(let bits)): .bool(bits != 0)
    case (.string, .bytes(let bytes)): String(validating: bytes, as: UTF8.self).map { .string($0) }
    case (.bytes, .bytes(let bytes)): .string(Data(bytes).base64EncodedString())
    default: nil
    }
  }

  private static func floating(_ value: Double, _ shortest: String) -> JSONValue {
    if value.isNaN { return .string("NaN") }
    if value.isInfinite { return .string(value < 0 ? "-Infinity" : "Infinity") }
    return .double(Double(shortest) ?? value)
  }

  /// The wire value of a JSON value, or nil when it does not fit the kind.
  static func value(_ json: JSONValue, _ kind: FieldDescriptor.Kind) -> WireReader.Value? {
    switch kind {
    case .double: double(json).map { .fixed64($0.bitPattern) }
    case .float: float(json).map { .fixed32($0.bitPattern) }
    case .int64: integer(json, Int64.self).map { .varint(UInt64(bitPattern: $0)) }
    case .uint64: integer(json, UInt64.self).map { .varint($0) }
    case .int32: integer(json, Int32.self).map { .varint(UInt64(bitPattern: Int64($0))) }
    case .fixed64: integer(json, UInt64.self).map { .fixed64($0) }
    case .fixed32: integer(json, UInt32.self).map { .fixed32($0) }
    case .uint32: integer(json, UInt32.self).map { .varint(UInt64($0)) }
    case .sfixed32: integer(json, Int32.self).map { .fixed32(UInt32(bitPattern: $0)) }
    case .sfixed64: integer(json, Int64.self).map { .fixed64(UInt64(bitPattern: $0)) }
    case .sint32: integer(json, Int32.self).map { .varint(ZigZag.encoded(Int64($0))) }
    case .sint64: integer(json, Int64.self).map { .varint(ZigZag.encoded($0)) }
    case .bool: bool(json).map { .varint($0 ? 1 : 0) }
    case .string: string(json).map { .bytes(Array($0.utf8)[...]) }
    case .bytes: string(json).flatMap(base64).map { .bytes($0[...]) }
    case .message, .group, .enumeration: nil
    }
  }

  /// What a kind looks like in JSON, for errors.
  static func form(_ kind: FieldDescriptor.Kind) -> String {
    switch kind {
    case .double, .float: "a number"
    case .int64, .sfixed64, .sint64: "an integer of 64 bits, as a string or a number"
    case .uint64, .fixed64: "an integer of 64 bits that is not negative, as a string or a number"
    case .int32, .sfixed32, .sint32: "an integer of 32 bits"
    case .uint32, .fixed32: "an integer of 32 bits that is not negative"
    case .bool: "true or false"
    case .string: "a string without U+0000"
    case .bytes: "a string in base64"
    case .enumeration: "the name of a value"
    case .message, .group: "an object"
    }
  }

  private static func string(_ json: JSONValue) -> String? {
    guard case .string(let value) = json, !value.utf8.contains(0) else { return nil }
    return value
  }

  private static func bool(_ json: JSONValue) -> Bool? {
    guard case .bool(let value) = json else { return nil }
    return value
  }

  private static func integer<Value: FixedWidthInteger>(_ json: JSONValue, _: Value.Type) -> Value? {
    switch json {
    case .integer(let value): Value(exactly: value)
    case .unsigned(let value): Value(exactly: value)
    case .double(let value): Value(exactly: value)
    case .string(let text): Value(text) ?? Double(text).flatMap { Value(exactly: $0) }
    default: nil
    }
  }

  private static func double(_ json: JSONValue) -> Double? {
    switch json {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .double(let value): value
    case .string("NaN"): .nan
    case .string("Infinity"): .infinity
    case .string("-Infinity"): -.infinity
    case .string(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
    default: nil
    }
  }

  private static func float(_ json: JSONValue) -> Float? {
    guard let value = double(json) else { return nil }
    return value.isFinite && !Float(value).isFinite ? nil : Float(value)
  }

  /// Both alphabets, with and without padding.
  private static func base64(_ text: String) -> [UInt8]? {
    var standard = text.replacing("-", with: "+").replacing("_", with: "/")
    while standard.utf8.count % 4 != 0 { standard += "=" }
    return Data(base64Encoded: standard).map { Array($0) }
  }
}

/// Signed numbers as varints that stay short.
enum ZigZag {
  static func decoded(_ bits: UInt64) -> Int64 { Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1) }

  static func encoded(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }
}
