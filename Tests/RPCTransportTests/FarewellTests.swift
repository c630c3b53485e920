import NIOCore
import RPC
import Testing
import TransportTesting

@testable import RPCTransport

@Suite struct FarewellTests {
  // Types of frames.
  private let headers: UInt8 = 1
  private let ping: UInt8 = 6
  private let goAway: UInt8 = 7

  private func request(stream: UInt32, endStream: Bool = true, type: String = "application/grpc") -> RawFrame
  {
    .headers(
      stream: stream,
      endStream: endStream,
      [
        (":method", "POST"), (":scheme", "http"), (":path", "/test.Echo/Nothing"), (":authority", "test"),
        ("te", "trailers"), ("content-type", type),
      ]
    )
  }

  /// RFC 9113, section 6.8: a call that was on its way when the server began to end is answered.
  @Test func callsOnTheirWayAreAnsweredBeforeTheServerEnds() async throws {
    let server = RPCServer(configuration: .init(), services: [Echo.definition()])
    let port = try await server.start().port ?? 0
    try await RawConnection.with(port: port) { client in
      try await client.send(request(stream: 1))
      _ = try #require(await client.next(type: headers))
      let stopping = Task { await server.shutdown(gracePeriod: .seconds(20)) }
      let announcement = try #require(await client.next(type: goAway))
      #expect(announcement.payload.prefix(4) == [0x7f, 0xff, 0xff, 0xff])
      let question = try #require(await client.next(type: ping))
      try await client.send(request(stream: 3))
      try await client.send(RawFrame(type: ping, flags: 1, payload: question.payload))
      let answer = try #require(await client.next(type: headers))
      #expect(answer.stream == 3)
      let farewell = try #require(await client.next(type: goAway))
      #expect(farewell.payload.prefix(4) == [0, 0, 0, 3])
      #expect(try await client.next(type: goAway) == nil)
      await stopping.value
    }
  }

  /// A body that does not come holds its request no longer than a call's would.
  @Test func aPlainRequestHasItsTime() async throws {
    var configuration = RPCServer.Configuration()
    configuration.limits.requestTimeout = .milliseconds(20)
    let server = RPCServer(configuration: configuration, services: [], transcoder: Patience())
    let port = try await server.start().port ?? 0
    try await RawConnection.with(port: port) { client in
      try await client.send(request(stream: 1, endStream: false, type: "application/json"))
      let answer = try #require(await client.next(type: headers))
      // The status stands there as it is: no Huffman code of it would be shorter.
      #expect(String(decoding: answer.payload, as: UTF8.self).contains("408"))
      #expect(answer.stream == 1)
    }
    await server.shutdown(gracePeriod: .zero)
  }
}

/// Waits for bodies that never end.
private struct Patience: Transcoder {
  func begin(
    _ head: RequestHead,
    on exchange: any HTTPExchange,
    of connection: any ServerTransport
  ) -> (any TranscodedRequest)? {
    Waiting()
  }

  private final class Waiting: TranscodedRequest {
    func receive(_ bytes: ByteBuffer, endStream: Bool, router: ServiceRouter) -> TranscodingStep { .waiting }
  }
}
