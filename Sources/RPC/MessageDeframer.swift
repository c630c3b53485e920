import Gzip
import NIOCore

/// A message that came, expanded, without its prefix.
struct InboundMessage {
  var bytes: ByteBuffer
  var wasCompressed: Bool
}

/// Cuts the bytes of a stream into messages (PROTOCOL-HTTP2.md, "Length-Prefixed-Message").
struct MessageDeframer {
  private var buffer = ByteBuffer()
  /// Largest message, before and after it is expanded.
  let limitBytes: Int
  /// Whether the peer said in its headers that it compresses with gzip.
  let acceptsCompressed: Bool

  init(limitBytes: Int, acceptsCompressed: Bool) {
    self.limitBytes = limitBytes
    self.acceptsCompressed = acceptsCompressed
  }

  /// Whether the stream may end here.
  var isEmpty: Bool { buffer.readableBytes == 0 }

  mutating func append(_ bytes: ByteBuffer) {
    if isEmpty {
      buffer = bytes
    } else {
      buffer.writeImmutableBuffer(bytes)
    }
  }

  /// The next complete message, nil when more bytes are needed.
  mutating func next() throws(RPCError) -> InboundMessage? {
    guard let flag = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
      let length = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt32.self)
    else {
      detach()
      return nil
    }
    guard Int(length) <= limitBytes else { throw tooLarge(Int(length)) }
    guard buffer.readableBytes >= LengthPrefixedMessage.prefixBytes + Int(length) else {
      detach()
      return nil
    }
    buffer.moveReaderIndex(forwardBy: LengthPrefixedMessage.prefixBytes)
    let message = buffer.readSlice(length: Int(length)) ?? ByteBuffer()
    switch flag {
    case 0: return InboundMessage(bytes: message, wasCompressed: false)
    case 1: return InboundMessage(bytes: try expand(message), wasCompressed: true)
    default:
      throw RPCError(
        .internal,
        reason: "MALFORMED_FRAME",
        message: "The compressed flag of a message is \(flag); 0 or 1 is allowed."
      )
    }
  }

  /// Copies a part of a message out of the much larger storage that was received, which it would keep alive.
  private mutating func detach() {
    guard buffer.readableBytes > 0,
      buffer.readerIndex > 0 || buffer.storageCapacity > 4 * buffer.readableBytes
    else {
      return
    }
    var copy = ByteBuffer()
    copy.writeImmutableBuffer(buffer)
    buffer = copy
  }

  private func expand(_ message: ByteBuffer) throws(RPCError) -> ByteBuffer {
    guard acceptsCompressed else {
      throw RPCError(
        .internal,
        reason: "ENCODING_NOT_DECLARED",
        message: "A message is marked as compressed, but grpc-encoding names no compression."
      )
    }
    do {
      return try Gzip.decompress(message, limitBytes: limitBytes)
    } catch .tooLarge {
      throw tooLarge(nil)
    } catch {
      throw RPCError(.internal, reason: "MALFORMED_GZIP", message: "A compressed message is no valid gzip.")
    }
  }

  private func tooLarge(_ bytes: Int?) -> RPCError {
    let size = bytes.map { "has \($0) bytes" } ?? "expands to more than that"
    return RPCError(
      .resourceExhausted,
      reason: "MESSAGE_TOO_LARGE",
      message: "At most \(limitBytes) bytes a message are taken here; this one \(size). Send less at once.",
      information: ["limitBytes": "\(limitBytes)"]
    )
  }
}
