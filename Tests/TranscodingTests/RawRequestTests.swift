import NIOCore
import NIOPosix
import RPC
import RPCTransport
import Testing

@testable import Transcoding

/// Requests as no well-behaved client sends them.
@Suite struct RawRequestTests {
  private struct RefusesAll: ServerInterceptor {
    func began(_ context: ServerContext) throws(RPCError) { try admit(context) }
    func admit(_ context: ServerContext) throws(RPCError) {
      throw RPCError(.unauthenticated, reason: "CREDENTIALS_MISSING", message: "Who are you?")
    }
  }

  /// What comes back until it contains `end`, or the connection closes.
  private func ask(
    _ request: String,
    until end: String? = nil,
    _ interceptors: [any ServerInterceptor] = []
  ) async throws -> String {
    let services = services()
    let rest = RESTTranscoder(
      services: services,
      pages: ["/page": .init(contentType: "text/plain", body: "hello")]
    )
    let server = RPCServer(
      configuration: .init(),
      services: services,
      interceptors: interceptors,
      transcoder: WebTranscoder(rest: rest)
    )
    let port = try await server.start().port ?? 0
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let answer = try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: request))
      var answer = ""
      for try await bytes in inbound {
        answer += String(buffer: bytes)
        if let end, answer.contains(end) { break }
      }
      return answer
    }
    await server.shutdown(gracePeriod: .zero)
    return answer
  }

  /// Its body would be read as the next answer (RFC 9112, section 6.3).
  @Test func whatIsAskedForItsHeadersHasNoBody() async throws {
    for path in ["/page", "/v1/nothing"] {
      let answer = try await ask("HEAD \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 ") && answer.hasSuffix("\r\n\r\n"))
      #expect(answer.contains("content-length: ") && !answer.contains("content-length: 0"))
    }
  }

  /// Whoever may not call is told so while most of the body is still to come.
  @Test(
    arguments: [
      ("/v1/organizations/a/reservations", "application/json", "HTTP/1.1 401"),
      (
        "/trunkline.inventory.v1.InventoryService/ReserveNumbers", "application/grpc-web",
        "grpc-status: 16"
      ),
      ("/trunkline.inventory.v1.InventoryService/Nothing", "application/grpc-web", "grpc-status: 12"),
    ]
  )
  func strangersFillNoMemory(path: String, type: String, expected: String) async throws {
    let head = "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: \(type)\r\nContent-Length: 900\r\n\r\n{"
    let answer = try await ask(head, until: expected, [RefusesAll()])
    #expect(answer.lowercased().contains(expected.lowercased()))
  }
}
