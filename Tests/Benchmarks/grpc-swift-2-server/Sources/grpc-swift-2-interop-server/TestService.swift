import GRPCCore
import GRPCProtobuf
import SwiftProtobuf

/// grpc.testing.TestService, for our client. No handler learns whether a message was compressed: none is refused for
/// that.
struct TestService: RegistrableRPCService {
  private static let name = ServiceDescriptor(fullyQualifiedService: "grpc.testing.TestService")

  func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
    register("EmptyCall", &router) { (request: StreamingServerRequest<Grpc_Testing_Empty>) in
      let request = try await ServerRequest(stream: request)
      return StreamingServerResponse(single: .echoing(request.metadata, Grpc_Testing_Empty()))
    }
    register("UnaryCall", &router, unaryCall)
    register("StreamingOutputCall", &router, fullDuplexCall)
    register("StreamingInputCall", &router, streamingInputCall)
    register("FullDuplexCall", &router, fullDuplexCall)
  }

  private func register<Transport: ServerTransport, Input: Message, Output: Message>(
    _ method: String,
    _ router: inout RPCRouter<Transport>,
    _ handler:
      @escaping @Sendable (StreamingServerRequest<Input>) async throws -> StreamingServerResponse<Output>
  ) {
    router.registerHandler(
      forMethod: MethodDescriptor(service: Self.name, method: method),
      deserializer: ProtobufDeserializer<Input>(),
      serializer: ProtobufSerializer<Output>(),
      handler: { request, _ in try await handler(request) }
    )
  }

  @Sendable private func unaryCall(
    _ request: StreamingServerRequest<Grpc_Testing_SimpleRequest>
  ) async throws -> StreamingServerResponse<Grpc_Testing_SimpleResponse> {
    let request = try await ServerRequest(stream: request)
    try refuseIfAsked(request.message.responseStatus)
    var response = Grpc_Testing_SimpleResponse()
    response.payload = .zeros(request.message.responseSize)
    return StreamingServerResponse(single: .echoing(request.metadata, response))
  }

  @Sendable private func streamingInputCall(
    _ request: StreamingServerRequest<Grpc_Testing_StreamingInputCallRequest>
  ) async throws -> StreamingServerResponse<Grpc_Testing_StreamingInputCallResponse> {
    var response = Grpc_Testing_StreamingInputCallResponse()
    for try await message in request.messages {
      response.aggregatedPayloadSize += Int32(message.payload.body.count)
    }
    return StreamingServerResponse(single: .echoing(request.metadata, response))
  }

  /// A call that sends one request is the same.
  @Sendable private func fullDuplexCall(
    _ request: StreamingServerRequest<Grpc_Testing_StreamingOutputCallRequest>
  ) async throws -> StreamingServerResponse<Grpc_Testing_StreamingOutputCallResponse> {
    let echo = Echo(request.metadata)
    return StreamingServerResponse(metadata: echo.initial) { writer in
      for try await message in request.messages {
        try refuseIfAsked(message.responseStatus)
        for asked in message.responseParameters {
          try await Task.sleep(for: .microseconds(asked.intervalUs))
          var response = Grpc_Testing_StreamingOutputCallResponse()
          response.payload = .zeros(asked.size)
          try await writer.write(response)
        }
      }
      return echo.trailing
    }
  }
}

private func refuseIfAsked(_ status: Grpc_Testing_EchoStatus) throws {
  guard let code = Status.Code(rawValue: Int(status.code)).flatMap({ RPCError.Code($0) }) else { return }
  throw RPCError(code: code, message: status.message)
}

/// The metadata that the test service sends back.
private struct Echo {
  private(set) var initial: Metadata = [:]
  private(set) var trailing: Metadata = [:]

  init(_ sent: Metadata) {
    for value in sent[stringValues: "x-grpc-test-echo-initial"] {
      initial.addString(value, forKey: "x-grpc-test-echo-initial")
    }
    for value in sent[binaryValues: "x-grpc-test-echo-trailing-bin"] {
      trailing.addBinary(value, forKey: "x-grpc-test-echo-trailing-bin")
    }
  }
}

extension ServerResponse {
  fileprivate static func echoing(_ sent: Metadata, _ message: Message) -> ServerResponse {
    let echo = Echo(sent)
    return ServerResponse(message: message, metadata: echo.initial, trailingMetadata: echo.trailing)
  }
}

extension Grpc_Testing_Payload {
  fileprivate static func zeros(_ count: Int32) -> Grpc_Testing_Payload {
    var payload = Grpc_Testing_Payload()
    payload.body.append(contentsOf: [UInt8](repeating: 0, count: Int(count)))
    return payload
  }
}
