import Protobuf

/// Swift code for one value of a field: its type, and how it crosses to and from C.
struct ElementCode {
  private let kind: FieldDescriptor.Kind
  private let typeName: String
  private let types: TypeNames

  init(_ field: FieldDescriptor, types: TypeNames) {
    kind = field.kind
    typeName = field.typeName
    self.types = types
  }

  var isMessage: Bool { kind == .message }
  var isString: Bool { kind == .string }

  var type: String {
    switch kind {
    case .double: "Double"
    case .float: "Float"
    case .int64, .sfixed64, .sint64: "Int64"
    case .uint64, .fixed64: "UInt64"
    case .int32, .sfixed32, .sint32: "Int32"
    case .uint32, .fixed32: "UInt32"
    case .bool: "Bool"
    case .string: "String"
    case .bytes: "[UInt8]"
    case .message, .enumeration, .group: types.swift(typeName)
    }
  }

  var defaultValue: String {
    switch kind {
    case .bool: "false"
    case .string: "\"\""
    case .bytes: "[]"
    case .enumeration: "\(type)(rawValue: 0)"
    case .message, .group: "\(type)()"
    default: "0"
    }
  }

  /// From C; a message must not be nil.
  func unpacked(_ source: String) -> String {
    switch kind {
    case .bool: "\(source) != 0"
    case .string: "String(unpacked: \(source))"
    case .bytes: "[UInt8](unpacked: \(source))"
    case .enumeration: "\(type)(rawValue: Int32(truncatingIfNeeded: \(source).rawValue))"
    case .message, .group: "\(type)(unpacked: \(source))"
    default: source
    }
  }

  /// To C.
  func packed(_ value: String, arena: String) -> String {
    switch kind {
    case .bool: "\(value) ? 1 : 0"
    case .string: "\(arena).string(\(value))"
    case .bytes: "\(arena).bytes(\(value))"
    case .enumeration:
      "\(CName.type(typeName))(rawValue: .init(truncatingIfNeeded: \(value).rawValue))"
    case .message, .group: "\(value).packed(in: &\(arena))"
    default: value
    }
  }
}
