import Messages
import RPC

extension InteropCase {
  static let endings: [InteropCase] = [
    InteropCase(name: "cancel_after_begin") { server in
      let call = try await server.client.streamingInputCall(options: .interop)
      call.cancel()
      let refusal = try await refusal { _ = try await call.finish() }
      try Unexpected.unless(refusal.code == .cancelled, "\(refusal)")
    },
    InteropCase(name: "cancel_after_first_response") { server in
      let call = try await server.client.fullDuplexCall(options: .interop)
      var answers = call.responses.makeAsyncIterator()
      try await call.send(.init(responseParameters: [.init(size: 31_415)], payload: .init(bytes: 27_182)))
      _ = try await answers.next()
      call.responses.cancel()
      let refusal = try await refusal { _ = try await answers.next() }
      try Unexpected.unless(refusal.code == .cancelled, "\(refusal)")
    },
    InteropCase(name: "timeout_on_sleeping_server") { server in
      let refusal = try await refusal {
        let call = try await server.client.fullDuplexCall(options: CallOptions(timeout: .milliseconds(1)))
        try await call.send(.init(payload: .init(bytes: 27_182)))
        for try await _ in call.responses {}
      }
      try Unexpected.unless(refusal.code == .deadlineExceeded, "\(refusal)")
    },
    InteropCase(name: "status_code_and_message") { server in
      try await expectStatus("test status message", of: server.client)
    },
    InteropCase(name: "special_status_message") { server in
      let text = "\t\ntest with whitespace\r\nand Unicode BMP \u{263A} and non-BMP \u{1F608}\t\n"
      try await expectStatus(text, of: server.client)
    },
    InteropCase(name: "unimplemented_method") { server in
      let refusal = try await refusal {
        _ = try await server.client.unimplementedCall(.init(), options: .interop)
      }
      try Unexpected.unless(refusal.code == .unimplemented, "\(refusal)")
    },
    InteropCase(name: "unimplemented_service") { server in
      let client = GrpcTesting.UnimplementedServiceClient(server.channel)
      let refusal = try await refusal { _ = try await client.unimplementedCall(.init(), options: .interop) }
      try Unexpected.unless(refusal.code == .unimplemented, "\(refusal)")
    },
  ]

  private static func expectStatus(_ text: String, of client: GrpcTesting.TestServiceClient) async throws {
    let status = GrpcTesting.EchoStatus(code: 2, message: text)
    let unary = try await refusal {
      _ = try await client.unaryCall(.init(responseStatus: status), options: .interop)
    }
    let stream = try await refusal {
      let call = try await client.fullDuplexCall(options: .interop)
      try await call.send(.init(responseStatus: status))
      try await call.finishSending()
      for try await _ in call.responses {}
    }
    for refusal in [unary, stream] {
      try Unexpected.unless(refusal.code == .unknown && refusal.message == text, "\(refusal)")
    }
  }
}
