/// What a caller must be allowed to do before a method runs; each method of a proto declares it.
public enum Access: Sendable, Hashable {
  /// Nothing was declared: a server refuses to start with such a method.
  case unspecified
  case `public`
  case read
  case write
  case customerAdministrator
  case operate
  case service
  case support
}

/// One method of a service, as its proto declares it.
public struct Method: Sendable, Hashable {
  /// How many messages go each way.
  public enum Shape: Sendable, Hashable {
    case unary
    case clientStreaming
    case serverStreaming
    case bidirectional
  }

  /// Full name of the service, such as `trunkline.inventory.v1.InventoryService`.
  public let service: String
  /// Name of the method, such as `GetNumber`.
  public let name: String
  /// `/service/name`.
  public let path: String
  public let shape: Shape
  public let access: Access
  /// Largest request message in bytes.
  public let requestLimitBytes: Int
  /// Whether it answers from memory without a task.
  public let isImmediate: Bool

  public init(
    service: String,
    name: String,
    shape: Shape,
    access: Access,
    requestLimitBytes: Int = 65_536,
    isImmediate: Bool = false
  ) {
    self.service = service
    self.name = name
    self.path = "/\(service)/\(name)"
    self.shape = shape
    self.access = access
    self.requestLimitBytes = requestLimitBytes
    self.isImmediate = isImmediate
  }

  public static func == (left: Method, right: Method) -> Bool { left.path == right.path }

  public func hash(into hasher: inout Hasher) { hasher.combine(path) }
}
