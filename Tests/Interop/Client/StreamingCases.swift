import Messages
import RPC

extension InteropCase {
  private static let requestSizes = [27_182, 8, 1_828, 45_904]
  private static let responseSizes: [Int32] = [31_415, 9, 2_653, 58_979]

  static let streaming: [InteropCase] = [
    InteropCase(name: "client_streaming") { server in
      let call = try await server.client.streamingInputCall(options: .interop)
      for size in requestSizes { try await call.send(.init(payload: .init(bytes: size))) }
      let answer = try await call.finish()
      try Unexpected.unless(
        answer.aggregatedPayloadSize == 74_922,
        "a sum of \(answer.aggregatedPayloadSize)"
      )
    },
    InteropCase(name: "client_compressed_streaming") { server in
      if server.seesCompression {
        let probe = try await server.client.streamingInputCall(options: .interop)
        let refusal = try await refusal {
          try await probe.send(.init(payload: .init(bytes: 27_182), expectCompressed: .init(value: true)))
          _ = try await probe.finish()
        }
        try Unexpected.unless(refusal.code == .invalidArgument, "the probe ended with \(refusal)")
      }
      let call = try await server.client.streamingInputCall(options: .compressed)
      for size in [27_182, 45_904] {
        try await call.send(.init(payload: .init(bytes: size), expectCompressed: .init(value: true)))
      }
      let answer = try await call.finish()
      try Unexpected.unless(
        answer.aggregatedPayloadSize == 73_086,
        "a sum of \(answer.aggregatedPayloadSize)"
      )
    },
    InteropCase(name: "server_streaming") { server in
      let asked = responseSizes.map { GrpcTesting.ResponseParameters(size: $0) }
      try await expect(responseSizes, of: server.client, asking: asked)
    },
    InteropCase(name: "server_compressed_streaming") { server in
      let asked: [GrpcTesting.ResponseParameters] = [
        .init(size: 31_415, compressed: .init(value: true)),
        .init(size: 92_653, compressed: .init(value: false)),
      ]
      try await expect([31_415, 92_653], of: server.client, asking: asked)
    },
    InteropCase(name: "ping_pong") { server in
      let call = try await server.client.fullDuplexCall(options: .interop)
      var answers = call.responses.makeAsyncIterator()
      for (request, response) in zip(requestSizes, responseSizes) {
        try await call.send(
          .init(responseParameters: [.init(size: response)], payload: .init(bytes: request))
        )
        let size = try await answers.next()?.payload?.body.count
        try Unexpected.unless(size == Int(response), "\(size ?? -1) bytes instead of \(response)")
      }
      try await call.finishSending()
      try Unexpected.unless(try await answers.next() == nil, "one answer too many")
    },
    InteropCase(name: "empty_stream") { server in
      let call = try await server.client.fullDuplexCall(options: .interop)
      try await call.finishSending()
      for try await _ in call.responses { throw Unexpected(description: "an answer to nothing") }
    },
  ]

  private static func expect(
    _ sizes: [Int32],
    of client: GrpcTesting.TestServiceClient,
    asking asked: [GrpcTesting.ResponseParameters]
  ) async throws {
    var seen: [Int32] = []
    let answers = try await client.streamingOutputCall(.init(responseParameters: asked), options: .interop)
    for try await answer in answers { seen.append(Int32(answer.payload?.body.count ?? 0)) }
    try Unexpected.unless(seen == sizes, "answers of \(seen) bytes")
  }
}
