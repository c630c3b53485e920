import CProtobufC

/// Memory for the C structs of one message: handed out by moving a pointer, given back all at once.
///
/// Starts in memory of the caller's stack and goes on in chunks of the heap. Lives within one synchronous scope.
public struct Arena {
  @usableFromInline var next: UnsafeMutableRawPointer
  @usableFromInline var end: UnsafeMutableRawPointer
  /// The latest chunk; its first word points to the one before.
  private var chunk: UnsafeMutableRawPointer?
  private var remainingBytes: Int
  /// Whether memory was asked for beyond the budget.
  private(set) var isExhausted = false

  /// Enough for the structs of most calls, and little enough to lie on the stack.
  @usableFromInline static let firstChunkBytes = 1024
  private static let chunkBytes = 16 * 1024
  @usableFromInline static let alignment = 16

  init(first: UnsafeMutableRawBufferPointer, budgetBytes: Int) {
    let start = first.baseAddress ?? UnsafeMutableRawPointer(bitPattern: Self.alignment).unsafelyUnwrapped
    next = start
    end = start + first.count
    remainingBytes = budgetBytes
  }

  /// Memory for `byteCount` bytes, not initialised.
  @inlinable @inline(__always)
  public mutating func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let rounded = (byteCount &+ (Self.alignment &- 1)) & ~(Self.alignment &- 1)
    guard rounded <= end - next else { return allocateFromNewChunk(byteCount: rounded) }
    defer { next += rounded }
    return next
  }

  /// The same, or nil when the budget does not allow it.
  mutating func allocateWithinBudget(byteCount: Int) -> UnsafeMutableRawPointer? {
    guard byteCount <= remainingBytes else {
      isExhausted = true
      return nil
    }
    remainingBytes -= byteCount
    return allocate(byteCount: byteCount)
  }

  @usableFromInline @inline(never)
  mutating func allocateFromNewChunk(byteCount: Int) -> UnsafeMutableRawPointer {
    let size = max(Self.chunkBytes, byteCount + Self.alignment)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Self.alignment)
    fresh.storeBytes(of: chunk, as: UnsafeMutableRawPointer?.self)
    chunk = fresh
    next = fresh + Self.alignment + byteCount
    end = fresh + size
    return fresh + Self.alignment
  }

  /// Gives all memory back; nothing that was allocated may be used any more.
  mutating func deallocate() {
    while let last = chunk {
      chunk = last.load(as: UnsafeMutableRawPointer?.self)
      last.deallocate()
    }
  }
}
