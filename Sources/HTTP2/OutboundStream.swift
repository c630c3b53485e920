import CNghttp2
import NIOCore

/// What one stream still has to send.
final class OutboundStream {
  /// Trailers to send when `bytes` is empty.
  enum End {
    case open
    case afterData
    case prepared(PreparedHeaders)
    case trailers([HeaderField])
  }

  var bytes = ByteBuffer()
  var end = End.open
  /// nghttp2 found nothing to send and has to be woken.
  var isDeferred = false
  /// The owner wants to know when the queue is short again.
  var reportsDrain = false

  func append(_ data: ByteBuffer) {
    if bytes.readableBytes == 0 {
      bytes = data
    } else {
      bytes.writeImmutableBuffer(data)
    }
  }

  /// Moves up to `target.count` bytes into a DATA frame.
  func take(into target: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(target.count, bytes.readableBytes)
    guard count > 0 else { return 0 }
    bytes.readWithUnsafeReadableBytes { source in
      target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<count]))
      return count
    }
    if bytes.readableBytes == 0 { bytes = Self.empty }
    return count
  }

  private static let empty = ByteBuffer()
}
