/// The headers of a request, sorted out.
public struct RequestHead: Sendable {
  public var httpMethod = ""
  public var path = ""
  public var contentType = ""
  public var timeout: String?
  public var encoding: String?
  public var acceptEncoding: String?
  /// What is left: the caller's own metadata.
  public var metadata = Metadata()

  public init() {}

  /// Takes one header field.
  public mutating func take(_ name: String, _ value: String) {
    switch name {
    case ":method": httpMethod = value
    case ":path": path = value
    case "content-type": contentType = value
    case "grpc-timeout": timeout = value
    case "grpc-encoding": encoding = value
    case "grpc-accept-encoding": acceptEncoding = value
    case ":scheme", ":authority", "te", "host", "user-agent", "grpc-message-type", "accept-encoding": break
    default: metadata.append(name, value)
    }
  }

  /// `application/grpc`, also with a suffix or parameters (PROTOCOL-HTTP2.md, "Content-Type").
  public var isGRPC: Bool {
    guard contentType.hasPrefix("application/grpc") else { return false }
    let rest = contentType.utf8.dropFirst("application/grpc".utf8.count)
    return rest.isEmpty || rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: ";")
  }

  var acceptsGzip: Bool { acceptEncoding?.contains("gzip") ?? false }
}
