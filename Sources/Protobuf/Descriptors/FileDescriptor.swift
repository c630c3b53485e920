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
}

/// A service.
public struct ServiceDescriptor: Sendable {
  public let name: String
  public let fullName: String
  public let methods: [MethodDescriptor]
  public let comment: String
}

/// A method of a service.
public struct MethodDescriptor: Sendable {
  public let name: String
  public let fullName: String
  /// Full name of the request's message type.
  public let request: String
  /// Full name of the response's message type.
  public let response: String
  public let isClientStreaming: Bool
  public let isServerStreaming: Bool
  /// Numeric options by field number, such as those of `trunkline/type/v1/options.proto`.
  public let numericOptions: [Int: UInt64]
  public let comment: String
}
