import FuzzInput
import Messages
import NIOCore
import Protobuf

/// A message of the type that the first bytes choose, on the wire or as JSON. What decodes must encode and decode to the
/// same again, and become JSON and return from it without a change.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: data, count: count)
  guard bytes.count >= Types.placeBytes else { return 0 }
  let type = types.element(at: bytes)
  let rest = ByteBuffer(bytes: bytes.dropFirst(Types.placeBytes))
  if rest.readableBytesView.first == UInt8(ascii: "{") { readJSON(type, String(buffer: rest)) }
  readWire(type, rest)
  return 0
}

private typealias Types = Ring<any ProtobufMessage.Type>

private let types = Types(ProtoDescriptors.messageTypes.map { ($0.fullName, $0) })

/// One of every type, with nothing in it, on the wire and as JSON.
func seeds() -> [(name: String, bytes: [UInt8])] {
  ProtoDescriptors.messageTypes.flatMap { type in
    let place = Types.bytes(of: type.fullName)
    return [(type.fullName, place), ("\(type.fullName).json", place + Array("{}".utf8))]
  }
}

private func readWire<Message: ProtobufMessage>(_ type: Message.Type, _ bytes: ByteBuffer) {
  guard let message = try? Message(serialized: bytes) else {
    // What is refused as a message may still be read as fields, by those who do not know its type.
    _ = try? ProtoDescriptors.json.string(from: bytes, type: Message.fullName)
    return
  }
  let again = message.serialized()
  guard let decoded = try? Message(serialized: again) else {
    preconditionFailure("\(Message.fullName) does not decode what it encoded")
  }
  // Not the values themselves: a NaN is not equal to itself.
  precondition(decoded.serialized() == again, "\(Message.fullName) encodes the same message in two ways")
  compareJSON(decoded)
}

private func readJSON<Message: ProtobufMessage>(_ type: Message.Type, _ text: String) {
  guard let message: Message = try? ProtoDescriptors.json.message(from: text) else { return }
  compareJSON(message)
}

/// Times that RFC 3339 cannot express and paths that are no field masks have no JSON.
private func compareJSON<Message: ProtobufMessage>(_ message: Message) {
  guard let text = try? ProtoDescriptors.json.string(from: message) else { return }
  do {
    let returned: Message = try ProtoDescriptors.json.message(from: text)
    let same = try ProtoDescriptors.json.string(from: returned)
    precondition(same == text, "\(Message.fullName) changes on its way through JSON: \(text) \(same)")
  } catch {
    preconditionFailure("\(Message.fullName) does not return from its JSON: \(error)")
  }
}
