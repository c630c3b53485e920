import Messages

extension InteropCase {
  private static let iterations = 50

  static let soaks: [InteropCase] = [
    InteropCase(name: "rpc_soak") { server in
      for _ in 0..<iterations { try await largeUnary(server.client) }
    },
    InteropCase(name: "channel_soak") { server in
      for _ in 0..<iterations {
        let channel = server.makeChannel()
        defer { channel.close() }
        try await largeUnary(GrpcTesting.TestServiceClient(channel))
      }
    },
  ]
}
