import Messages
import RPC

extension InteropCase {
  static let requestBytes = 271_828
  static let responseBytes: Int32 = 314_159

  static let unary: [InteropCase] = [
    InteropCase(name: "empty_unary") { server in
      let answer = try await server.client.emptyCall(.init(), options: .interop)
      try Unexpected.unless(answer == GrpcTesting.Empty(), "an answer that is not empty")
    },
    InteropCase(name: "large_unary") { server in try await largeUnary(server.client) },
    InteropCase(name: "client_compressed_unary") { server in
      if server.seesCompression {
        // The server must look at the message, else the case says nothing.
        let refusal = try await refusal {
          _ = try await server.client.unaryCall(large(expectCompressed: true), options: .interop)
        }
        try Unexpected.unless(refusal.code == .invalidArgument, "the probe ended with \(refusal)")
      }
      try await check(server.client.unaryCall(large(expectCompressed: true), options: .compressed))
      try await check(server.client.unaryCall(large(expectCompressed: false), options: .interop))
    },
    InteropCase(name: "server_compressed_unary") { server in
      for isCompressed in [true, false] {
        var request = large()
        request.responseCompressed = .init(value: isCompressed)
        try await check(server.client.unaryCall(request, options: .interop))
      }
    },
    InteropCase(name: "custom_metadata") { server in try await customMetadata(server) },
  ]

  static func large(expectCompressed: Bool? = nil) -> GrpcTesting.SimpleRequest {
    GrpcTesting.SimpleRequest(
      responseSize: responseBytes,
      payload: .init(bytes: requestBytes),
      expectCompressed: expectCompressed.map { .init(value: $0) }
    )
  }

  static func largeUnary(_ client: GrpcTesting.TestServiceClient) async throws {
    try await check(client.unaryCall(large(), options: .interop))
  }

  private static func check(_ answer: GrpcTesting.SimpleResponse) throws {
    let count = answer.payload?.body.count ?? 0
    try Unexpected.unless(count == Int(responseBytes), "a payload of \(count) bytes")
  }

  static func refusal(_ body: () async throws -> Void) async throws -> RPCError {
    do {
      try await body()
    } catch let error as RPCError {
      return error
    }
    throw Unexpected(description: "an answer instead of a refusal")
  }

  private static func customMetadata(_ server: InteropServer) async throws {
    let initial = "test_initial_metadata_value"
    // The bytes ab ab ab, in base64.
    let trailing = "q6ur"
    var options = CallOptions.interop
    options.metadata.append("x-grpc-test-echo-initial", initial)
    options.metadata.append("x-grpc-test-echo-trailing-bin", trailing)
    let reply = try await server.channel.unary(
      GrpcTesting.TestServiceMethods.unaryCall,
      message: large().serialized(),
      options: options
    )
    try check(reply.initialMetadata, reply.trailingMetadata)
    let call = try await server.client.fullDuplexCall(options: options)
    try await call.send(.init(responseParameters: [.init(size: 1)]))
    try await call.finishSending()
    let initialMetadata = try await call.responses.initialMetadata()
    for try await _ in call.responses {}
    try check(initialMetadata, await call.responses.trailingMetadata)

    func check(_ first: Metadata, _ last: Metadata) throws {
      try Unexpected.unless(first["x-grpc-test-echo-initial"] == initial, "initial metadata \(first)")
      let echoed = last["x-grpc-test-echo-trailing-bin"]?.prefix { $0 != "=" }
      try Unexpected.unless(echoed == trailing[...], "trailing metadata \(last)")
    }
  }
}
