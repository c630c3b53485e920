public import CProtobufC
public import NIOCore

/// Reading messages by protobuf-c, for the generated code.
public enum Unpacking {
  /// Memory that a message may take: hostile bytes can ask for 80 times their size (findings.md).
  static func budgetBytes(messageBytes: Int) -> Int { 64 * 1024 + 32 * messageBytes }

  /// Checks and unpacks a message; `copy` turns the C struct, which is gone afterwards, into Swift values.
  public static func read(
    _ buffer: ByteBuffer,
    _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
    _ copy: (UnsafeRawPointer) -> Void
  ) throws(WireError) {
    let refusal = buffer.withUnsafeReadableBytes { bytes -> WireError? in
      do throws(WireError) {
        try WireValidator.validate(bytes, descriptor)
        return unpack(bytes, descriptor, copy)
      } catch {
        return error
      }
    }
    if let refusal { throw refusal }
  }

  private static func unpack(
    _ bytes: UnsafeRawBufferPointer,
    _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
    _ copy: (UnsafeRawPointer) -> Void
  ) -> WireError? {
    withUnsafeTemporaryAllocation(byteCount: Arena.firstChunkBytes, alignment: Arena.alignment) { first in
      var arena = Arena(first: first, budgetBytes: budgetBytes(messageBytes: bytes.count))
      let message = withUnsafeMutablePointer(to: &arena) { arena in
        var allocator = ProtobufCAllocator(alloc: allocateInArena, free: { _, _ in }, allocator_data: arena)
        return protobuf_c_message_unpack(
          descriptor,
          &allocator,
          bytes.count,
          bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        )
      }
      defer { arena.deallocate() }
      guard let message else { return WireError(arena.isExhausted ? .overBudget : .unreadable) }
      copy(message)
      return nil
    }
  }

  private static let allocateInArena:
    @convention(c) (UnsafeMutableRawPointer?, Int) -> UnsafeMutableRawPointer? = { arena, byteCount in
      arena?.assumingMemoryBound(to: Arena.self).pointee.allocateWithinBudget(byteCount: byteCount)
    }
}
