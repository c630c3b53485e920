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

  /// Describes one by hand.
  public init(
    name: String,
    fullName: String,
    fields: [FieldDescriptor] = [],
    oneofs: [OneofDescriptor] = [],
    messages: [MessageDescriptor] = [],
    enums: [EnumDescriptor] = [],
    isMapEntry: Bool = false,
    comment: String = ""
  ) {
    self.name = name
    self.fullName = fullName
    self.fields = fields
    self.oneofs = oneofs
    self.messages = messages
    self.enums = enums
    self.isMapEntry = isMapEntry
    self.comment = comment
  }
}

/// A choice between fields.
public struct OneofDescriptor: Sendable {
  public let name: String
  public let comment: String

  /// Describes one by hand.
  public init(
    name: String,
    comment: String = ""
  ) {
    self.name = name
    self.comment = comment
  }
}
