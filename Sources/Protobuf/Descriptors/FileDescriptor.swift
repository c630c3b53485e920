/// A .proto file.
public struct FileDescriptor: Sendable {
  /// Its path as others import it.
  public let name: String
  public let package: String
  public let dependencies: [String]
  public let messages: [MessageDescriptor]
  public let enums: [EnumDescriptor]
  public let services: [ServiceDescriptor]
  /// Those of the file itself and those declared inside its messages.
  public let extensions: [ExtensionDescriptor]
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
    extensions: [ExtensionDescriptor] = [],
    isProto3: Bool = true,
    serialized: [UInt8] = []
  ) {
    self.name = name
    self.package = package
    self.dependencies = dependencies
    self.messages = messages
    self.enums = enums
    self.services = services
    self.extensions = extensions
    self.isProto3 = isProto3
    self.serialized = serialized
  }
}
