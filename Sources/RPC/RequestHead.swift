/// The headers of a request, sorted out.
public struct RequestHead: Sendable {
  public var httpMethod = ""
  public var path = ""
  public var contentType = "" {
    didSet { isGRPC = Self.isGRPC(contentType) }
  }
  /// Whether the content type is `application/grpc`, also with a suffix or parameters (PROTOCOL-HTTP2.md, "Content-Type").
  public private(set) var isGRPC = false
  public var timeout: String?
  public var encoding: String?
  /// Whether answers may be compressed with gzip.
  public var acceptsGzip = false
  /// What is left: the caller's own metadata.
  public var metadata = Metadata()
  /// Where the path leads to, when that was found before.
  var route: ServiceRouter.Route?

  public init() {}

  /// Takes one header field.
  public mutating func take(_ name: String, _ value: String) {
    // By length first: comparing with each name in turn would cost more than the rest of the parsing.
    switch name.utf8.count {
    case 2 where name == "te": break
    case 4 where name == "host": break
    case 5 where name == ":path": path = value
    case 7 where name == ":method": httpMethod = value
    case 7 where name == ":scheme": break
    case 10 where name == ":authority" || name == "user-agent": break
    case 12 where name == "content-type": contentType = value
    case 12 where name == "grpc-timeout": timeout = value
    case 13 where name == "grpc-encoding": encoding = value
    case 14 where name == "content-length": break
    case 15 where name == "accept-encoding": break
    case 17 where name == "grpc-message-type": break
    case 20 where name == "grpc-accept-encoding": acceptsGzip = value.contains("gzip")
    default: metadata.append(name, value)
    }
  }

  /// Finds out where the path leads to, for a head that is used again.
  public mutating func findRoute(in router: ServiceRouter) { route = try? router.route(path) }

  private static func isGRPC(_ contentType: String) -> Bool {
    guard contentType.hasPrefix("application/grpc") else { return false }
    let rest = contentType.utf8.dropFirst("application/grpc".utf8.count)
    return rest.isEmpty || rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: ";")
  }
}
