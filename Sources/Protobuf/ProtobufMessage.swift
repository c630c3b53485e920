import NIOCore

/// A protobuf message as a Swift value.
///
/// Generated types conform; nothing of protobuf-c shows through, so a message may cross any `await`.
public protocol ProtobufMessage: Sendable {
  /// A message whose fields all have their defaults.
  init()

  /// Reads a message, after its bytes passed every guard of ``WireValidator``.
  init(serialized: ByteBuffer) throws(WireError)

  /// Appends the message to `buffer`.
  func serialize(into buffer: inout ByteBuffer)

  /// The message as plain bytes.
  func serializedBytes() -> [UInt8]

  /// The full protobuf name, such as `trunkline.inventory.v1.Number`.
  static var fullName: String { get }
}

extension ProtobufMessage {
  /// The message in a buffer of its own.
  public func serialized() -> ByteBuffer {
    var buffer = ByteBuffer()
    serialize(into: &buffer)
    return buffer
  }

  /// Through a buffer; generated messages pack right into the array.
  public func serializedBytes() -> [UInt8] {
    let buffer = serialized()
    return buffer.getBytes(at: buffer.readerIndex, length: buffer.readableBytes) ?? []
  }
}
