import NIOCore
import Testing

@testable import RPC

@Suite struct MessageDeframerTests {
  private func framed(_ text: String, compressed: Bool = false) -> ByteBuffer {
    LengthPrefixedMessage(serialized: ByteBuffer(string: text), isCompressed: compressed).bytes
  }

  @Test func messagesArriveInAnyPieces() throws {
    var stream = ByteBuffer()
    let texts = ["", "a", String(repeating: "b", count: 300), "c"]
    for text in texts { stream.writeImmutableBuffer(framed(text)) }
    for pieceLength in 1...40 {
      var deframer = MessageDeframer(limitBytes: 1_000, acceptsCompressed: false)
      var rest = stream
      var received: [String] = []
      while rest.readableBytes > 0 {
        deframer.append(rest.readSlice(length: min(pieceLength, rest.readableBytes)) ?? ByteBuffer())
        while let message = try deframer.next() { received.append(String(buffer: message.bytes)) }
      }
      #expect(received == texts)
      #expect(deframer.isEmpty)
    }
  }

  @Test func tooLongIsRefusedBeforeItArrives() {
    var deframer = MessageDeframer(limitBytes: 10, acceptsCompressed: false)
    deframer.append(ByteBuffer(bytes: [0, 0, 0, 0, 11]))
    let error = #expect(throws: RPCError.self) { try deframer.next() }
    #expect(error?.code == .resourceExhausted)
  }

  @Test func compressedMessagesAreExpandedWithinTheLimit() throws {
    let text = String(repeating: "z", count: 900)
    let message = LengthPrefixedMessage(serialized: ByteBuffer(string: text)).compressed()
    #expect(message.bytes.readableBytes < 100)
    var deframer = MessageDeframer(limitBytes: 1_000, acceptsCompressed: true)
    deframer.append(message.bytes)
    #expect(try deframer.next().map { String(buffer: $0.bytes) } == text)

    var strict = MessageDeframer(limitBytes: 500, acceptsCompressed: true)
    strict.append(message.bytes)
    #expect(throws: RPCError.self) { try strict.next() }
  }

  @Test(arguments: [
    (UInt8(1), false, "ENCODING_NOT_DECLARED"), (1, true, "MALFORMED_GZIP"), (2, true, "MALFORMED_FRAME"),
  ])
  func malformed(flag: UInt8, acceptsCompressed: Bool, reason: String) {
    var deframer = MessageDeframer(limitBytes: 100, acceptsCompressed: acceptsCompressed)
    deframer.append(ByteBuffer(bytes: [flag, 0, 0, 0, 2, 7, 7]))
    let error = #expect(throws: RPCError.self) { try deframer.next() }
    #expect(error?.reason == reason)
  }
}
