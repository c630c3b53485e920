import NIOCore
import Protobuf

/// The reply to a unary call.
public struct UnaryReply: Sendable {
  /// The serialized message.
  public var message: ByteBuffer
  public var initialMetadata: Metadata
  public var trailingMetadata: Metadata

  public init(message: ByteBuffer, initialMetadata: Metadata = [:], trailingMetadata: Metadata = [:]) {
    self.message = message
    self.initialMetadata = initialMetadata
    self.trailingMetadata = trailingMetadata
  }
}

/// One streaming call as a client sees it. Messages are serialized and without length prefix.
public protocol ClientStream: Sendable {
  /// Sends one message; suspends while the server does not read.
  func send(_ message: ByteBuffer) async throws
  /// Says that no more messages follow.
  func finishSending() async throws
  /// The next message, or nil when the call ended with `OK`; throws its `RPCError` otherwise.
  func next() async throws -> ByteBuffer?
  /// Ends the call; the server sees it cancelled.
  func cancel()
  /// Waits for the headers of the reply.
  func initialMetadata() async throws -> Metadata
  /// Metadata of the status; empty before the end.
  var trailingMetadata: Metadata { get async }
}

/// Something that calls can be made on.
public protocol RPCChannel: Sendable {
  func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply
  func open(_ method: Method, options: CallOptions) async throws -> any ClientStream
}

extension RPCChannel {
  /// Calls a unary method.
  public func unary<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    _ request: Request,
    as: Response.Type = Response.self,
    options: CallOptions
  ) async throws -> Response {
    let reply = try await unary(method, message: request.serialized(), options: options)
    return try decodeReply(reply.message)
  }

  /// Calls a server-streaming method.
  public func serverStreaming<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    _ request: Request,
    options: CallOptions
  ) async throws -> ResponseStream<Response> {
    let stream = try await open(method, options: options)
    try await stream.send(request.serialized())
    try await stream.finishSending()
    return ResponseStream(stream)
  }

  /// Calls a client-streaming method.
  public func clientStreaming<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    options: CallOptions
  ) async throws -> ClientStreamingCall<Request, Response> {
    ClientStreamingCall(try await open(method, options: options))
  }

  /// Calls a bidirectional method.
  public func bidirectional<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    options: CallOptions
  ) async throws -> BidirectionalCall<Request, Response> {
    BidirectionalCall(try await open(method, options: options))
  }
}

/// A reply that does not decode is the server's fault.
func decodeReply<Response: ProtobufMessage>(_ message: ByteBuffer) throws(RPCError) -> Response {
  do {
    return try Response(serialized: message)
  } catch {
    throw RPCError(
      .internal,
      reason: "MALFORMED_RESPONSE",
      message: "The server's \(Response.fullName) is malformed: \(error)"
    )
  }
}
