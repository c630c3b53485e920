/// A message type, as its proto declares it.
public struct MessageDescriptor: Sendable {
  public let name: String
  /// Such as `trunkline.inventory.v1.Number`.
  public let fullName: String
  public let fields: [FieldDescriptor]
  public let oneofs: [OneofDescriptor]
  public let messages: [MessageDescriptor]
  public let enums: [EnumDescriptor]
  /// Whether protoc made it up for a map field.
  public let isMapEntry: Bool
  public let comment: String
}

/// A choice between fields.
public struct OneofDescriptor: Sendable {
  public let name: String
  public let comment: String
}

/// One field of a message type.
public struct FieldDescriptor: Sendable {
  /// What a field holds, by the numbers of `FieldDescriptorProto.Type`.
  public enum Kind: Int, Sendable {
    case double = 1
    case float = 2
    case int64 = 3
    case uint64 = 4
    case int32 = 5
    case fixed64 = 6
    case fixed32 = 7
    case bool = 8
    case string = 9
    case group = 10
    case message = 11
    case bytes = 12
    case uint32 = 13
    case enumeration = 14
    case sfixed32 = 15
    case sfixed64 = 16
    case sint32 = 17
    case sint64 = 18
  }

  public let name: String
  /// The name in JSON, such as `pageSize`.
  public let jsonName: String
  public let number: Int
  public let kind: Kind
  public let isRepeated: Bool
  /// Full name of the message or enum; empty for scalars.
  public let typeName: String
  /// Which of the message's oneofs it belongs to.
  public let oneofIndex: Int?
  public let comment: String
}

/// An enum type.
public struct EnumDescriptor: Sendable {
  public let name: String
  public let fullName: String
  public let values: [EnumValueDescriptor]
  public let comment: String
}

/// One value of an enum type.
public struct EnumValueDescriptor: Sendable {
  public let name: String
  public let number: Int32
  public let comment: String
}
