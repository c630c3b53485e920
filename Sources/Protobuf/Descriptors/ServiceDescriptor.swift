/// A service.
public struct ServiceDescriptor: Sendable {
  public let name: String
  public let fullName: String
  public let methods: [MethodDescriptor]
  public let comment: String

  /// Describes one by hand.
  public init(
    name: String,
    fullName: String,
    methods: [MethodDescriptor] = [],
    comment: String = ""
  ) {
    self.name = name
    self.fullName = fullName
    self.methods = methods
    self.comment = comment
  }
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
  /// How it is called over plain HTTP; empty when it is not.
  public let httpRules: [HTTPRule]
  public let comment: String

  /// Describes one by hand.
  public init(
    name: String,
    fullName: String,
    request: String,
    response: String,
    isClientStreaming: Bool = false,
    isServerStreaming: Bool = false,
    numericOptions: [Int: UInt64] = [:],
    httpRules: [HTTPRule] = [],
    comment: String = ""
  ) {
    self.name = name
    self.fullName = fullName
    self.request = request
    self.response = response
    self.isClientStreaming = isClientStreaming
    self.isServerStreaming = isServerStreaming
    self.numericOptions = numericOptions
    self.httpRules = httpRules
    self.comment = comment
  }
}
