import CZlib
import NIOCore

/// gzip as gRPC compresses messages with it (RFC 1952), over zlib.
public enum Gzip {
  /// Why bytes could not be expanded.
  public enum Failure: Error, Sendable, Hashable {
    /// They are no gzip, or they are cut off.
    case malformed
    /// They would become larger than was allowed.
    case tooLarge
    /// zlib has no memory.
    case outOfMemory
  }

  private static let chunkBytes = 16_384

  /// Compresses at a level that costs little.
  public static func compress(_ bytes: ByteBuffer) throws(Failure) -> ByteBuffer {
    var stream = z_stream()
    guard trunkline_deflate_init_gzip(&stream, 1) == Z_OK else { throw .outOfMemory }
    defer { deflateEnd(&stream) }
    var output = ByteBuffer()
    let finished = pump(bytes, &stream, into: &output, limitBytes: .max) { deflate(&$0, Z_FINISH) }
    guard finished == .ended else { throw .malformed }
    return output
  }

  /// Expands, but never to more than `limitBytes`.
  public static func decompress(_ bytes: ByteBuffer, limitBytes: Int) throws(Failure) -> ByteBuffer {
    var stream = z_stream()
    guard trunkline_inflate_init_gzip(&stream) == Z_OK else { throw .outOfMemory }
    defer { inflateEnd(&stream) }
    var output = ByteBuffer()
    switch pump(bytes, &stream, into: &output, limitBytes: limitBytes, { inflate(&$0, Z_NO_FLUSH) }) {
    case .ended: return output
    case .overLimit: throw .tooLarge
    case .failed: throw .malformed
    }
  }

  private enum Outcome {
    case ended
    case overLimit
    case failed
  }

  private static func pump(
    _ input: ByteBuffer,
    _ stream: inout z_stream,
    into output: inout ByteBuffer,
    limitBytes: Int,
    _ step: (inout z_stream) -> Int32
  ) -> Outcome {
    input.withUnsafeReadableBytes { raw in
      // zlib's interface is not const, but it only reads its input.
      stream.next_in = UnsafeMutablePointer(mutating: raw.bindMemory(to: UInt8.self).baseAddress)
      stream.avail_in = UInt32(raw.count)
      while true {
        var code = Z_OK
        output.writeWithUnsafeMutableBytes(minimumWritableBytes: chunkBytes) { target in
          stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
          stream.avail_out = UInt32(target.count)
          code = step(&stream)
          return target.count - Int(stream.avail_out)
        }
        if output.readableBytes > limitBytes { return .overLimit }
        if code == Z_STREAM_END { return .ended }
        // Room was left over, so more input would be needed, and there is none.
        guard code == Z_OK, stream.avail_out == 0 || stream.avail_in > 0 else { return .failed }
      }
    }
  }
}
