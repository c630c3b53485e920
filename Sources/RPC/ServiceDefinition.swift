import NIOCore
import Protobuf

/// A service as a server offers it.
public struct ServiceDefinition: Sendable {
  /// Full name, such as `trunkline.inventory.v1.InventoryService`.
  public let name: String
  public let methods: [MethodBinding]

  public init(name: String, methods: [MethodBinding]) {
    self.name = name
    self.methods = methods
  }
}

/// How a method is carried out. Messages are serialized; requests come without their length prefix.
public enum MethodHandler: Sendable {
  /// Answers at once, on the event loop, without a task.
  case immediate(@Sendable (ByteBuffer, ServerContext) throws -> LengthPrefixedMessage)
  /// Begins on the event loop, without a task, and answers once, later and from any thread.
  case deferred(@Sendable (ByteBuffer, ServerContext, ReplySink) throws -> Void)
  /// Answers once, in a task of its own.
  case unary(@Sendable (ByteBuffer, ServerContext) async throws -> LengthPrefixedMessage)
  /// Reads and writes as it likes.
  case streaming(@Sendable (any RequestMessages, any ResponseSink, ServerContext) async throws -> Void)
}

/// A method and its handler.
public struct MethodBinding: Sendable {
  public let method: Method
  public let handler: MethodHandler

  public init(method: Method, handler: MethodHandler) {
    self.method = method
    self.handler = handler
  }

  /// A unary method that answers from memory, on the event loop.
  @inlinable
  public static func immediate<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    _ body: @escaping @Sendable (Request, ServerContext) throws -> Response
  ) -> MethodBinding {
    MethodBinding(
      method: method,
      handler: .immediate { message, context in
        LengthPrefixedMessage(encoding: try body(try decodeRequest(message), context))
      }
    )
  }

  /// A unary method that is begun at once and answered later, such as by the thread that makes a change durable.
  @inlinable
  public static func deferred<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    _ body: @escaping @Sendable (Request, ServerContext, Reply<Response>) throws -> Void
  ) -> MethodBinding {
    MethodBinding(
      method: method,
      handler: .deferred { message, context, sink in
        try body(try decodeRequest(message), context, Reply(sink))
      }
    )
  }

  /// A unary method that may suspend.
  @inlinable
  public static func unary<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    _ body: @escaping @Sendable (Request, ServerContext) async throws -> Response
  ) -> MethodBinding {
    MethodBinding(
      method: method,
      handler: .unary { message, context in
        LengthPrefixedMessage(encoding: try await body(try decodeRequest(message), context))
      }
    )
  }

  /// A method whose client streams.
  public static func clientStreaming<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    _ body: @escaping @Sendable (RequestStream<Request>, ServerContext) async throws -> Response
  ) -> MethodBinding {
    MethodBinding(
      method: method,
      handler: .streaming { requests, sink, context in
        let response = try await body(RequestStream(requests), context)
        try await sink.send(LengthPrefixedMessage(encoding: response))
      }
    )
  }

  /// A method whose server streams.
  public static func serverStreaming<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    _ body: @escaping @Sendable (Request, ResponseWriter<Response>, ServerContext) async throws -> Void
  ) -> MethodBinding {
    MethodBinding(
      method: method,
      handler: .streaming { requests, sink, context in
        let request: Request = try decodeRequest(try await requests.single())
        try await body(request, ResponseWriter(sink), context)
      }
    )
  }

  /// A method in which both sides stream.
  public static func bidirectional<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: Method,
    _ body:
      @escaping @Sendable (RequestStream<Request>, ResponseWriter<Response>, ServerContext) async throws ->
      Void
  ) -> MethodBinding {
    MethodBinding(
      method: method,
      handler: .streaming { requests, sink, context in
        try await body(RequestStream(requests), ResponseWriter(sink), context)
      }
    )
  }
}

/// Turns what is wrong with a message on the wire into the caller's error.
@inlinable
func decodeRequest<Request: ProtobufMessage>(_ message: ByteBuffer) throws(RPCError) -> Request {
  do {
    return try Request(serialized: message)
  } catch {
    throw malformedRequest(error)
  }
}

@usableFromInline
func malformedRequest(_ error: WireError) -> RPCError {
  RPCError(.invalidArgument, reason: "MALFORMED_MESSAGE", message: "The request is malformed: \(error)")
    .with(
      .badRequest([
        FieldViolation(
          field: error.fieldPath,
          reason: "MALFORMED_MESSAGE",
          description: "\(error)"
        )
      ])
    )
}
