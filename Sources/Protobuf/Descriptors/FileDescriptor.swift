/// A .proto file.
public struct FileDescriptor: Sendable {
  /// Its path as others import it.
  public let name: String
  public let package: String
  public let dependencies: [String]
  public let messages: [MessageDescriptor]
  public let enums: [EnumDescriptor]
  public let services: [ServiceDescriptor]
  /// Whether it says `syntax = "proto3"`.
  public let isProto3: Bool
  /// The `FileDescriptorProto`, as reflection hands it out.
  public let serialized: [UInt8]

  /// Describes one by hand.
  public init(
    name: String,
    package: String,
    dependencies: [String] = [],
    messages: [MessageDescriptor] = [],
    enums: [EnumDescriptor] = [],
    services: [ServiceDescriptor] = [],
    isProto3: Bool = true,
    serialized: [UInt8] = []
  ) {
    self.name = name
    self.package = package
    self.dependencies = dependencies
    self.messages = messages
    self.enums = enums
    self.services = services
    self.isProto3 = isProto3
    self.serialized = serialized
  }
}
