/// An enum type.
public struct EnumDescriptor: Sendable {
  public let name: String
  public let fullName: String
  public let values: [EnumValueDescriptor]
  public let comment: String

  /// Describes one by hand.
  public init(
    name: String,
    fullName: String,
    values: [EnumValueDescriptor] = [],
    comment: String = ""
  ) {
    self.name = name
    self.fullName = fullName
    self.values = values
    self.comment = comment
  }
}

/// One value of an enum type.
public struct EnumValueDescriptor: Sendable {
  public let name: String
  public let number: Int32
  public let comment: String

  /// Describes one by hand.
  public init(
    name: String,
    number: Int32,
    comment: String = ""
  ) {
    self.name = name
    self.number = number
    self.comment = comment
  }
}
