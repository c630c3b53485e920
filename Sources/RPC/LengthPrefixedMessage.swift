import Gzip
import NIOCore
import Protobuf

/// A message as it lies on the stream: a byte that says whether it is compressed, four bytes of length, the message
/// (PROTOCOL-HTTP2.md, "Length-Prefixed-Message").
public struct LengthPrefixedMessage: Sendable {
  /// Bytes before the message itself.
  public static let prefixBytes = 5

  /// Prefix and message.
  public let bytes: ByteBuffer

  /// Serializes a message behind its prefix, without copying it again.
  @inlinable
  public init<Message: ProtobufMessage>(encoding message: Message) {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(256)
    buffer.writeInteger(UInt8(0))
    buffer.writeInteger(UInt32(0))
    message.serialize(into: &buffer)
    buffer.setInteger(UInt32(buffer.readableBytes - Self.prefixBytes), at: 1)
    bytes = buffer
  }

  /// Puts the prefix before a message that is serialized already.
  public init(serialized message: ByteBuffer, isCompressed: Bool = false) {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(Self.prefixBytes + message.readableBytes)
    buffer.writeInteger(UInt8(isCompressed ? 1 : 0))
    buffer.writeInteger(UInt32(message.readableBytes))
    buffer.writeImmutableBuffer(message)
    bytes = buffer
  }

  /// Puts the prefix before the bytes of a message.
  init(serialized message: [UInt8]) {
    var buffer = ByteBufferAllocator().buffer(capacity: Self.prefixBytes + message.count)
    buffer.writeInteger(UInt8(0))
    buffer.writeInteger(UInt32(message.count))
    buffer.writeBytes(message)
    bytes = buffer
  }

  /// The message without its prefix.
  public var message: ByteBuffer {
    var copy = bytes
    copy.moveReaderIndex(forwardBy: Self.prefixBytes)
    return copy
  }

  /// The same message compressed, or itself where that gains nothing: each message says for itself which it is.
  func compressed() -> LengthPrefixedMessage {
    guard let smaller = try? Gzip.compress(message), smaller.readableBytes < message.readableBytes else {
      return self
    }
    return LengthPrefixedMessage(serialized: smaller, isCompressed: true)
  }
}
