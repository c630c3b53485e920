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

  /// Describes one by hand.
  public init(
    name: String,
    jsonName: String = "",
    number: Int,
    kind: Kind,
    isRepeated: Bool = false,
    typeName: String = "",
    oneofIndex: Int? = nil,
    comment: String = ""
  ) {
    self.name = name
    self.jsonName = jsonName
    self.number = number
    self.kind = kind
    self.isRepeated = isRepeated
    self.typeName = typeName
    self.oneofIndex = oneofIndex
    self.comment = comment
  }
}
