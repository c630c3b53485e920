import Messages
import NIOCore
import RPC

/// The server side of gRPC's interop tests (`interop-test-descriptions.md`).
struct TestService: GrpcTesting.TestService {
  func emptyCall(_ request: GrpcTesting.Empty, context: ServerContext) async throws -> GrpcTesting.Empty {
    echoMetadata(context)
    return GrpcTesting.Empty()
  }

  func unaryCall(
    _ request: GrpcTesting.SimpleRequest,
    context: ServerContext
  ) async throws -> GrpcTesting.SimpleResponse {
    echoMetadata(context)
    try checkCompression(request.expectCompressed, context)
    try throwAsked(request.responseStatus)
    context.compressesResponses = request.responseCompressed?.value ?? false
    return GrpcTesting.SimpleResponse(payload: try payload(request.responseSize))
  }

  func cacheableUnaryCall(
    _ request: GrpcTesting.SimpleRequest,
    context: ServerContext
  ) async throws -> GrpcTesting.SimpleResponse {
    try await unaryCall(request, context: context)
  }

  func streamingOutputCall(
    _ request: GrpcTesting.StreamingOutputCallRequest,
    responses: ResponseWriter<GrpcTesting.StreamingOutputCallResponse>,
    context: ServerContext
  ) async throws {
    // Said with the headers, before the first message.
    context.compressesResponses = request.responseParameters.contains { $0.compressed?.value == true }
    try await answer(request, responses, context)
  }

  func streamingInputCall(
    _ requests: RequestStream<GrpcTesting.StreamingInputCallRequest>,
    context: ServerContext
  ) async throws -> GrpcTesting.StreamingInputCallResponse {
    var size = 0
    for try await request in requests {
      try checkCompression(request.expectCompressed, context)
      size += request.payload?.body.count ?? 0
    }
    return GrpcTesting.StreamingInputCallResponse(aggregatedPayloadSize: Int32(clamping: size))
  }

  func fullDuplexCall(
    _ requests: RequestStream<GrpcTesting.StreamingOutputCallRequest>,
    responses: ResponseWriter<GrpcTesting.StreamingOutputCallResponse>,
    context: ServerContext
  ) async throws {
    echoMetadata(context)
    for try await request in requests {
      try throwAsked(request.responseStatus)
      try await answer(request, responses, context)
    }
  }

  func halfDuplexCall(
    _ requests: RequestStream<GrpcTesting.StreamingOutputCallRequest>,
    responses: ResponseWriter<GrpcTesting.StreamingOutputCallResponse>,
    context: ServerContext
  ) async throws {
    var all: [GrpcTesting.StreamingOutputCallRequest] = []
    for try await request in requests { all.append(request) }
    for request in all { try await answer(request, responses, context) }
  }

  func unimplementedCall(_ request: GrpcTesting.Empty, context: ServerContext) async throws
    -> GrpcTesting.Empty
  {
    throw RPCError(.unimplemented, message: "The interop tests ask for this.")
  }

  private func answer(
    _ request: GrpcTesting.StreamingOutputCallRequest,
    _ responses: ResponseWriter<GrpcTesting.StreamingOutputCallResponse>,
    _ context: ServerContext
  ) async throws {
    try await responses.sendHeaders()
    for parameter in request.responseParameters {
      if parameter.intervalUs > 0 { try await Task.sleep(for: .microseconds(Int64(parameter.intervalUs))) }
      if let compressed = parameter.compressed { context.compressesResponses = compressed.value }
      try await responses.write(GrpcTesting.StreamingOutputCallResponse(payload: try payload(parameter.size)))
    }
  }

  private func echoMetadata(_ context: ServerContext) {
    if let value = context.metadata["x-grpc-test-echo-initial"] {
      context.initialMetadata.append("x-grpc-test-echo-initial", value)
    }
    if let value = context.metadata["x-grpc-test-echo-trailing-bin"] {
      context.trailingMetadata.append("x-grpc-test-echo-trailing-bin", value)
    }
  }

  private func checkCompression(_ expected: GrpcTesting.BoolValue?, _ context: ServerContext) throws {
    guard expected?.value == true, !context.requestWasCompressed else { return }
    throw RPCError(.invalidArgument, reason: "NOT_COMPRESSED", message: "The message was to be compressed.")
  }

  private func throwAsked(_ status: GrpcTesting.EchoStatus?) throws {
    guard let status, status.code != 0 else { return }
    throw RPCError(StatusCode(rawValue: Int(status.code)) ?? .unknown, message: status.message)
  }

  private func payload(_ size: Int32) throws -> GrpcTesting.Payload {
    guard (0...Int32(largestMessageBytes)).contains(size) else {
      throw RPCError(.invalidArgument, reason: "RESPONSE_SIZE", message: "A response has 0 to 4 MiB.")
    }
    return GrpcTesting.Payload(body: [UInt8](repeating: 0, count: Int(size)))
  }
}

/// The tests send messages of 271,828 bytes.
let largestMessageBytes = 4_194_304
