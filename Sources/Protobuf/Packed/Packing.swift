import CProtobufC
public import NIOCore

/// Writing messages by protobuf-c, for the generated code.
public enum Packing {
  /// Lets `fill` build the C structs of a message in an arena, and packs them right behind the content of `buffer`.
  public static func append(
    to buffer: inout ByteBuffer,
    _ fill: (inout Arena) -> UnsafeMutableRawPointer
  ) {
    withMessage(fill) { message, size in
      buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { target in
        guard let start = target.baseAddress else { return 0 }
        return protobuf_c_message_pack(message, start.assumingMemoryBound(to: UInt8.self))
      }
    }
  }

  /// The same as plain bytes.
  public static func bytes(_ fill: (inout Arena) -> UnsafeMutableRawPointer) -> [UInt8] {
    withMessage(fill) { message, size in
      [UInt8](unsafeUninitializedCapacity: size) { target, count in
        guard let start = target.baseAddress else { return }
        count = protobuf_c_message_pack(message, start)
      }
    }
  }

  @discardableResult
  private static func withMessage<Result>(
    _ fill: (inout Arena) -> UnsafeMutableRawPointer,
    _ body: (UnsafePointer<ProtobufCMessage>, _ size: Int) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(byteCount: Arena.firstChunkBytes, alignment: Arena.alignment) { first in
      var arena = Arena(first: first, budgetBytes: .max)
      defer { arena.deallocate() }
      let message = fill(&arena).assumingMemoryBound(to: ProtobufCMessage.self)
      return body(message, protobuf_c_message_get_packed_size(message))
    }
  }
}
