import CProtobufC
public import NIOCore

/// Writing messages by protobuf-c, for the generated code.
public enum Packing {
  /// Lets `fill` build the C structs of a message in an arena, and packs them right behind the content of `buffer`.
  public static func append(
    to buffer: inout ByteBuffer,
    _ fill: (inout Arena) -> UnsafeMutableRawPointer
  ) {
    withUnsafeTemporaryAllocation(byteCount: Arena.firstChunkBytes, alignment: Arena.alignment) { first in
      var arena = Arena(first: first, budgetBytes: .max)
      let message = fill(&arena).assumingMemoryBound(to: ProtobufCMessage.self)
      let size = protobuf_c_message_get_packed_size(message)
      buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { target in
        guard let start = target.baseAddress else { return 0 }
        return protobuf_c_message_pack(message, start.assumingMemoryBound(to: UInt8.self))
      }
      arena.deallocate()
    }
  }
}
