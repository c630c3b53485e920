import CProtobufC
import Testing

@testable import Protobuf

/// The generator refuses recursive types, so one is made by hand here.
struct WireDepthTests {
  /// `message Recursive { Recursive child = 1; }`, which lives as long as the process.
  private func recursive() -> UnsafePointer<ProtobufCMessageDescriptor> {
    let message = UnsafeMutablePointer<ProtobufCMessageDescriptor>.allocate(capacity: 1)
    let field = UnsafeMutablePointer<ProtobufCFieldDescriptor>.allocate(capacity: 1)
    message.initialize(to: ProtobufCMessageDescriptor())
    field.initialize(to: ProtobufCFieldDescriptor())
    let name = UnsafeMutablePointer<CChar>.allocate(capacity: 6)
    for (index, byte) in "child\0".utf8.enumerated() { name[index] = CChar(byte) }
    field.pointee.name = UnsafePointer(name)
    field.pointee.id = 1
    field.pointee.label = ProtobufCLabel(rawValue: 3)  // PROTOBUF_C_LABEL_NONE
    field.pointee.type = ProtobufCType(rawValue: 16)  // PROTOBUF_C_TYPE_MESSAGE
    field.pointee.descriptor = UnsafeRawPointer(message)
    message.pointee.n_fields = 1
    message.pointee.fields = UnsafePointer(field)
    return UnsafePointer(message)
  }

  private func nested(_ depth: Int) -> [UInt8] {
    (1..<depth).reduce([]) { inner, _ in
      var writer = WireWriter()
      writer.append(1, inner)
      return writer.bytes
    }
  }

  @Test func depthIsBounded() throws {
    let descriptor = recursive()
    try nested(WireValidator.maxDepth).withUnsafeBytes { bytes in
      try WireValidator.validate(bytes, descriptor)
    }
    for depth in [WireValidator.maxDepth + 1, 10_000] {
      nested(depth).withUnsafeBytes { bytes in
        let error = #expect(throws: WireError.self) { try WireValidator.validate(bytes, descriptor) }
        #expect(error?.reason == .tooDeep)
      }
    }
  }
}
