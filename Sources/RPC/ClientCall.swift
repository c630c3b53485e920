import NIOCore

/// One call on the client: from its request to its status.
///
/// `@unchecked Sendable`: `method`, `options` and `eventLoop` never change; everything else is touched on `eventLoop`
/// only, where the connection runs and where the methods that callers use hop first.
public final class ClientCall: @unchecked Sendable {
  /// Largest message that a client takes.
  static let responseLimitBytes = 16_777_216
  static let highWaterBytes = 65_536

  public let method: Method
  public let options: CallOptions
  let eventLoop: any EventLoop

  weak var transport: (any ClientTransport)?
  var stream: Int32 = 0
  var deframer = MessageDeframer(limitBytes: responseLimitBytes, acceptsCompressed: false)
  var headers: Metadata?
  var trailers = Metadata()
  /// How the call ended; nil while it goes on.
  var outcome: Result<Void, RPCError>?
  /// Whether the server certainly did nothing, so that trying again is safe for any method.
  public internal(set) var wasNotProcessed = false
  /// Whether it has ended, also before it began.
  public var isOver: Bool { outcome != nil }

  var inbound = MessageQueue()
  var untakenBytes = 0

  var unary: CheckedContinuation<UnaryReply, any Error>?
  var reader: CheckedContinuation<ByteBuffer?, any Error>?
  var headersReader: CheckedContinuation<Metadata, any Error>?
  var writers: [CheckedContinuation<Void, any Error>] = []
  var deadlineTimer: Scheduled<Void>?

  public init(method: Method, options: CallOptions, eventLoop: any EventLoop) {
    self.method = method
    self.options = options
    self.eventLoop = eventLoop
  }

  /// The headers of the request, in the order that the protocol asks for (PROTOCOL-HTTP2.md, "Requests").
  public func requestHeaders(scheme: String, authority: String) -> [Metadata.Entry] {
    var entries = [
      Metadata.Entry(name: ":method", value: "POST"),
      Metadata.Entry(name: ":scheme", value: scheme),
      Metadata.Entry(name: ":path", value: method.path),
      Metadata.Entry(name: ":authority", value: authority),
      Metadata.Entry(name: "te", value: "trailers"),
      Metadata.Entry(name: "content-type", value: "application/grpc"),
      Metadata.Entry(name: "user-agent", value: "trunkline/1"),
      Metadata.Entry(name: "grpc-accept-encoding", value: "identity,gzip"),
    ]
    if let deadline = options.deadline {
      entries.append(Metadata.Entry(name: "grpc-timeout", value: deadline.timeoutHeader))
    }
    if options.compressesRequests { entries.append(Metadata.Entry(name: "grpc-encoding", value: "gzip")) }
    return entries + options.metadata.entries
  }
}
