public import NIOCore
public import NIOPosix

/// A frame of HTTP/2 as it is on the wire (RFC 9113, section 4.1).
public struct RawFrame: Sendable, Hashable {
  public var type: UInt8
  public var flags: UInt8
  public var stream: UInt32
  public var payload: [UInt8]

  public init(type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, payload: [UInt8] = []) {
    (self.type, self.flags, self.stream, self.payload) = (type, flags, stream, payload)
  }

  /// HEADERS, each field written out (RFC 7541, section 6.2.2), with END_HEADERS and perhaps END_STREAM.
  public static func headers(stream: UInt32, endStream: Bool, _ fields: [(String, String)]) -> RawFrame {
    var block: [UInt8] = []
    for (name, value) in fields {
      block.append(0)
      for text in [name, value] { block += [UInt8(text.utf8.count)] + Array(text.utf8) }
    }
    return RawFrame(type: 1, flags: endStream ? 0x5 : 0x4, stream: stream, payload: block)
  }

  var bytes: ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeInteger(UInt32(payload.count) << 8 | UInt32(type))
    buffer.writeInteger(flags)
    buffer.writeInteger(stream)
    buffer.writeBytes(payload)
    return buffer
  }
}

/// A client that sends the frames that a test says, and none of its own but the first.
public struct RawConnection {
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var received = ByteBuffer()

  /// Connects to a port of this machine, sends the preface and empty SETTINGS, and goes when `body` is done.
  public static func with(port: Int, _ body: (inout RawConnection) async throws -> Void) async throws {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    try await channel.executeThenClose { inbound, outbound in
      var connection = RawConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound)
      try await outbound.write(ByteBuffer(string: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
      try await connection.send(RawFrame(type: 4))
      try await body(&connection)
    }
  }

  private init(
    inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
    outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) {
    (self.inbound, self.outbound) = (inbound, outbound)
  }

  public func send(_ frame: RawFrame) async throws { try await outbound.write(frame.bytes) }

  /// The next frame of a type; others are passed over. Nil when the connection ends before.
  public mutating func next(type: UInt8) async throws -> RawFrame? {
    while let frame = try await next() {
      if frame.type == type { return frame }
    }
    return nil
  }

  private mutating func next() async throws -> RawFrame? {
    while true {
      if let frame = takeFrame() { return frame }
      guard let more = try await inbound.next() else { return nil }
      received.writeImmutableBuffer(more)
    }
  }

  private mutating func takeFrame() -> RawFrame? {
    guard let head = received.getInteger(at: received.readerIndex, as: UInt32.self),
      received.readableBytes >= 9 + Int(head >> 8)
    else { return nil }
    received.moveReaderIndex(forwardBy: 4)
    guard let flags: UInt8 = received.readInteger(), let stream: UInt32 = received.readInteger(),
      let payload = received.readBytes(length: Int(head >> 8))
    else { return nil }
    return RawFrame(type: UInt8(truncatingIfNeeded: head), flags: flags, stream: stream, payload: payload)
  }
}
