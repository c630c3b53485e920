import NIOCore
import Testing

@testable import HTTP2

/// Two sessions that talk in memory.
final class Pair {
  let client: HTTP2Session
  let server: HTTP2Session

  init(limits: HTTP2Limits = HTTP2Limits()) throws {
    client = try HTTP2Session(role: .client)
    server = try HTTP2Session(role: .server, limits: limits)
  }

  /// Carries bytes to and fro until nobody has any more, and returns what both saw.
  func run() throws -> (client: [HTTP2Event], server: [HTTP2Event]) {
    var seen: (client: [HTTP2Event], server: [HTTP2Event]) = ([], [])
    var isMoving = true
    while isMoving {
      isMoving = try carry(from: client, to: server)
      isMoving = try carry(from: server, to: client) || isMoving
      var events: [HTTP2Event] = []
      client.drainEvents(into: &events)
      seen.client += events
      server.drainEvents(into: &events)
      seen.server += events
    }
    return seen
  }

  private func carry(from sender: HTTP2Session, to receiver: HTTP2Session) throws -> Bool {
    var bytes = ByteBuffer()
    _ = sender.flush(into: &bytes)
    guard bytes.readableBytes > 0 else { return false }
    try receiver.receive(bytes)
    return true
  }
}

private let request = [
  HeaderField(":method", "POST"), HeaderField(":scheme", "http"), HeaderField(":path", "/s/m"),
  HeaderField(":authority", "x"),
  HeaderField("x-long-header-name-of-ours", "a value that is longer than fifteen"),
]

@Suite struct SessionTests {
  /// Names and values that repeat, in tables and spelt out, and more of them than are remembered.
  @Test(arguments: [UInt64.random(in: 0 ... .max)])
  func headersArriveAsTheyWereSent(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let pair = try Pair()
    for _ in 0..<400 {
      var fields = request
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let name = ["x-a", "x-b", "grpc-timeout", "authorization", "x-a-longer-name"].randomElement(
          using: &random
        )
        let length = [0, 1, 14, 15, 16, 40, 2_000].randomElement(using: &random) ?? 0
        let value = "\(Int.random(in: 0..<4, using: &random))" + String(repeating: "v", count: length)
        fields.append(HeaderField(name ?? "", value))
      }
      let stream = try pair.client.submitRequest(fields)
      pair.client.finish(stream: stream)
      let arrived = try pair.run().server.compactMap { event in
        if case .headers(stream, let fields, _) = event { fields } else { nil }
      }
      #expect(arrived == [fields], "seed \(seed)")
      try pair.server.submitHeadersOnly([HeaderField(":status", "200")], stream: stream)
      _ = try pair.run()
    }
  }

  @Test func anAnswerThatCannotBeSentIsNotKept() throws {
    let pair = try Pair()
    let stream = try pair.client.submitRequest(request)
    pair.client.finish(stream: stream)
    pair.client.reset(stream: stream, errorCode: HTTP2ErrorCode.cancel)
    _ = try pair.run()
    try pair.server.submitResponse(
      PreparedHeaders([HeaderField(":status", "200")]),
      body: ByteBuffer(repeating: 1, count: 1_000),
      trailers: PreparedHeaders([HeaderField("grpc-status", "0")]),
      stream: stream
    )
    _ = try pair.run()
    #expect(pair.server.queuedBytes == 0)
  }

  /// nghttp2 sends no header section of more than 64 KiB, and says so to a callback only.
  @Test func headersThatAreTooLargeToSendResetTheirStream() throws {
    let pair = try Pair()
    let stream = try pair.client.submitRequest(request)
    pair.client.finish(stream: stream)
    _ = try pair.run()
    let large = HeaderField("x-large", String(repeating: "x", count: 70_000))
    try pair.server.submitHeadersOnly([HeaderField(":status", "200"), large], stream: stream)
    let seen = try pair.run().client
    #expect(
      seen.contains { if case .closed(stream, HTTP2ErrorCode.internalError) = $0 { true } else { false } }
    )
  }

  @Test func wholeCall() throws {
    let pair = try Pair()
    let stream = try pair.client.submitRequest(request)
    pair.client.send(ByteBuffer(string: "question"), stream: stream)
    pair.client.finish(stream: stream)
    let asked = try pair.run().server
    #expect(
      asked.contains { if case .headers(stream, request, false) = $0 { true } else { false } }
    )
    #expect(
      asked.contains {
        if case .data(stream, let bytes, true) = $0 { String(buffer: bytes) == "question" } else { false }
      }
    )
    try pair.server.submitResponse(
      PreparedHeaders([HeaderField(":status", "200")]),
      body: ByteBuffer(string: "answer"),
      trailers: PreparedHeaders([HeaderField("grpc-status", "0")]),
      stream: stream
    )
    let answered = try pair.run()
    let client = answered.client.compactMap { event -> String? in
      switch event {
      case .headers(_, let fields, let end): "\(fields.map(\.value)) \(end)"
      case .data(_, let bytes, let end): "\(String(buffer: bytes)) \(end)"
      case .closed(_, let code): "closed \(code)"
      default: nil
      }
    }
    #expect(client == [#"["200"] false"#, "answer false", #"["0"] true"#, "closed 0"])
    #expect(pair.server.state.pointee.outbound.isEmpty && pair.client.state.pointee.outbound.isEmpty)
  }

  @Test func windowsHoldASenderBackUntilBytesAreConsumed() throws {
    var limits = HTTP2Limits()
    limits.streamWindowBytes = 65_535
    let pair = try Pair(limits: limits)
    let stream = try pair.client.submitRequest(request)
    _ = try pair.run()
    pair.client.send(ByteBuffer(repeating: 1, count: 200_000), stream: stream)
    func received() throws -> Int {
      try pair.run().server.reduce(0) { sum, event in
        if case .data(_, let bytes, _) = event { sum + bytes.readableBytes } else { sum }
      }
    }
    #expect(try received() == 65_535)
    #expect(try received() == 0)
    pair.server.consumeConnection(65_535)
    pair.server.consume(65_535, stream: stream)
    #expect(try received() == 65_535)
  }

  @Test func earlyAnswerStopsTheRequest() throws {
    let pair = try Pair()
    let stream = try pair.client.submitRequest(request)
    _ = try pair.run()
    try pair.server.submitHeadersOnly([HeaderField(":status", "415")], stream: stream)
    let seen = try pair.run()
    #expect(seen.client.contains { if case .headers(stream, _, true) = $0 { true } else { false } })
    #expect(seen.server.contains { if case .closed(stream, 0) = $0 { true } else { false } })
  }

  @Test func largeHeadersAreDropped() throws {
    var limits = HTTP2Limits()
    limits.maxHeaderListBytes = 1_000
    let pair = try Pair(limits: limits)
    let stream = try pair.client.submitRequest(
      request + [HeaderField("x-big", String(repeating: "b", count: 2_000))]
    )
    #expect(try pair.run().server.contains { if case .headersTooLarge(stream) = $0 { true } else { false } })
  }

  @Test func pingFloodEndsTheSession() throws {
    let pair = try Pair()
    _ = try pair.run()
    var sawGoAway = false
    for _ in 0..<30 where !sawGoAway {
      for _ in 0..<100 { pair.client.ping() }
      sawGoAway = try pair.run().client.contains {
        if case .goAway(_, HTTP2ErrorCode.enhanceYourCalm) = $0 { true } else { false }
      }
    }
    #expect(sawGoAway)
  }

  @Test func streamIDsThatGoBackEndTheSession() throws {
    let server = try HTTP2Session(role: .server)
    // Preface, empty SETTINGS, HEADERS on stream 3 and then on stream 1: indexed fields only.
    var bytes = ByteBuffer(string: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    bytes.writeBytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
    let block: [UInt8] = [0x83, 0x86, 0x84, 0x41, 1, UInt8(ascii: "x")]
    for stream in [3, 1] as [UInt8] {
      bytes.writeBytes([0, 0, UInt8(block.count), 1, 5, 0, 0, 0, stream] + block)
    }
    try server.receive(bytes)
    var output = ByteBuffer()
    _ = server.flush(into: &output)
    // GOAWAY is frame type 7; its error code PROTOCOL_ERROR is 1.
    #expect(output.readableBytesView.suffix(17).dropFirst(3).first == 7)
    #expect(output.readableBytesView.last == 1)
    #expect(server.isFinished)
  }

  /// The highest id that there is leaves no room for another one: DATA on a stream that is over must still be looked at.
  @Test func dataAfterTheHighestStreamEndsTheSession() throws {
    let server = try HTTP2Session(role: .server)
    var bytes = ByteBuffer(string: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    bytes.writeBytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
    let block: [UInt8] = [0x83, 0x86, 0x84, 0x41, 1, UInt8(ascii: "x")]
    bytes.writeBytes([0, 0, UInt8(block.count), 1, 5, 0x7f, 0xff, 0xff, 0xff] + block)
    try server.receive(bytes)
    try server.receive(ByteBuffer(bytes: [0, 0, 1, 0, 0, 0, 0, 0, 5, 0]))
    var output = ByteBuffer()
    _ = server.flush(into: &output)
    // STREAM_CLOSED.
    #expect(output.readableBytesView.last == 5)
    #expect(server.isFinished)
  }
}
