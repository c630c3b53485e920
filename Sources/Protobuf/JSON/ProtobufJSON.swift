public import NIOCore

/// The JSON mapping of proto3, both ways between text and serialized messages, driven by descriptors.
///
/// Names are lowerCamel, 64-bit integers strings, bytes base64, enums names; `Timestamp`, `Duration` and `FieldMask`
/// are strings. `Any` is written as the plain message that it is.
public struct ProtobufJSON: Sendable {
  let descriptors: DescriptorSet

  /// The mapping for the types of `descriptors`.
  public init(_ descriptors: DescriptorSet) {
    self.descriptors = descriptors
  }

  /// The JSON of a serialized message of the type `fullName`, on one line.
  public func string(from message: ByteBuffer, type fullName: String) throws(JSONMappingError) -> String {
    let descriptor = try descriptor(fullName)
    return try JSONEncoding(descriptors: descriptors)
      .message(Array(message.readableBytesView)[...], descriptor).text
  }

  /// The serialized message of the type `fullName` that the JSON `text` describes.
  public func bytes(from text: String, type fullName: String) throws(JSONMappingError) -> ByteBuffer {
    let descriptor = try descriptor(fullName)
    let value = try JSONValue(text: text)
    return ByteBuffer(bytes: try JSONDecoding(descriptors: descriptors).message(value, descriptor))
  }

  /// The JSON of a message.
  public func string<Message: ProtobufMessage>(from message: Message) throws(JSONMappingError) -> String {
    try string(from: message.serialized(), type: Message.fullName)
  }

  /// The message that the JSON `text` describes.
  public func message<Message: ProtobufMessage>(
    from text: String,
    as: Message.Type = Message.self
  ) throws(JSONMappingError) -> Message {
    let bytes = try bytes(from: text, type: Message.fullName)
    do {
      return try Message(serialized: bytes)
    } catch {
      throw JSONMappingError("\(error)")
    }
  }

  /// A text as a JSON string, in quotes.
  public static func quoted(_ text: String) -> String { JSONValue.quoted(text) }

  private func descriptor(_ fullName: String) throws(JSONMappingError) -> MessageDescriptor {
    guard let descriptor = descriptors.message(named: fullName) else {
      throw JSONMappingError("there is no message type \(fullName)")
    }
    return descriptor
  }
}
