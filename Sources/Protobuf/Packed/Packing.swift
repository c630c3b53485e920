import CProtobufC
public import NIOCore

/// Writing messages by protobuf-c, for the generated code.
public enum Packing {
  /// Lets `fill` build the C structs of a message in an arena, and packs them right behind the content of `buffer`.
  @inlinable
  public static func append<Struct>(
    to buffer: inout ByteBuffer,
    _ fill: (inout Arena) -> ArenaMessage<Struct>
  ) {
    appendRaw(to: &buffer) { arena in UnsafeMutableRawPointer(fill(&arena)) }
  }

  /// The same as plain bytes.
  @inlinable
  public static func bytes<Struct>(_ fill: (inout Arena) -> ArenaMessage<Struct>) -> [UInt8] {
    rawBytes { arena in UnsafeMutableRawPointer(fill(&arena)) }
  }

  @usableFromInline
  static func appendRaw(
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

  @usableFromInline
  static func rawBytes(_ fill: (inout Arena) -> UnsafeMutableRawPointer) -> [UInt8] {
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
