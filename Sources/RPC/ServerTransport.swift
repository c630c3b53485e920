import NIOCore

/// How a call ended.
public struct Status: Sendable {
  public var code: StatusCode
  public var message: String
  public var details: [ErrorDetail]
  public var metadata: Metadata

  public static let ok = Status(code: .ok, message: "", details: [], metadata: [:])

  init(code: StatusCode, message: String, details: [ErrorDetail], metadata: Metadata) {
    self.code = code
    self.message = message
    self.details = details
    self.metadata = metadata
  }

  public init(_ error: RPCError) {
    self.init(code: error.code, message: error.message, details: error.details, metadata: error.metadata)
  }

  // Trailers travel as one header section, of which many clients take no more than 8 KiB (PROTOCOL-HTTP2.md, "Requests");
  // base64 makes four bytes of three.
  private static let longestMessage = 1_024
  private static let largestDetailsBytes = 4_096

  /// The trailers that carry it (PROTOCOL-HTTP2.md, "Trailers").
  public var trailers: [Metadata.Entry] {
    var entries = [Metadata.Entry(name: "grpc-status", value: "\(code.rawValue)")]
    let message = String(message.prefix(Self.longestMessage))
    if !message.isEmpty {
      entries.append(Metadata.Entry(name: "grpc-message", value: PercentEncoding.encode(message)))
    }
    if !details.isEmpty {
      let details = StatusDetails.fitting(details, bytes: Self.largestDetailsBytes)
      let error = RPCError(code, message: message, details: details)
      entries.append(
        Metadata.Entry(name: "grpc-status-details-bin", value: Base64.encode(StatusDetails.encode(error)))
      )
    }
    return entries + metadata.entries
  }
}

/// What a `ServerCall` needs of the connection it came by. Everything happens on `eventLoop`.
public protocol ServerTransport: AnyObject {
  var eventLoop: any EventLoop { get }
  /// Runs handlers on `eventLoop`.
  var taskExecutor: any TaskExecutor { get }
  /// Brings answers of other threads to `eventLoop`.
  var replies: ReplyQueue { get }
  var interceptors: [any ServerInterceptor] { get }
  var peer: String { get }
  /// Handlers that are suspended, also those whose streams are gone.
  var runningHandlers: Int { get set }

  /// Sends headers, one message and `OK`: what nearly every call answers.
  func sendReply(_ message: LengthPrefixedMessage, stream: Int32)
  /// Sends headers; messages follow.
  func sendHeaders(_ headers: [Metadata.Entry], stream: Int32)
  /// Sends one message.
  /// - Returns: bytes that wait to be sent on the stream.
  func sendMessage(_ bytes: ByteBuffer, stream: Int32) -> Int
  /// Sends trailers and ends the stream.
  func sendTrailers(_ trailers: [Metadata.Entry], stream: Int32)
  /// Sends headers that are trailers at the same time, and ends the stream ("Trailers-Only").
  func sendTrailersOnly(_ trailers: [Metadata.Entry], stream: Int32)
  /// Answers what is no gRPC request.
  func sendHTTPStatus(_ status: Int, stream: Int32)
  /// Lets the peer send more on a stream.
  func consumed(_ byteCount: Int, stream: Int32)
  /// Wakes `ServerCall.deadlinePassed` at that time.
  func watch(_ deadline: Deadline)
}
