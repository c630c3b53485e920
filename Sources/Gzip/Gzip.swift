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
    guard let stream = trunkline_gzip_compressor(1) else { throw .outOfMemory }
    defer { trunkline_gzip_end_compressor(stream) }
    return try pump(bytes, limitBytes: .max) {
      trunkline_gzip_step(stream, 1, $0, $1, $0.count, &$2, $2.count)
    }
  }

  /// Expands, but never to more than `limitBytes`.
  public static func decompress(_ bytes: ByteBuffer, limitBytes: Int) throws(Failure) -> ByteBuffer {
    guard let stream = trunkline_gzip_expander() else { throw .outOfMemory }
    defer { trunkline_gzip_end_expander(stream) }
    return try pump(bytes, limitBytes: limitBytes) {
      trunkline_gzip_step(stream, 0, $0, $1, $0.count, &$2, $2.count)
    }
  }

  private static func pump(
    _ bytes: ByteBuffer,
    limitBytes: Int,
    _ step: (_ input: [UInt8], _ offset: Int, _ output: inout [UInt8]) -> trunkline_gzip_turn
  ) throws(Failure) -> ByteBuffer {
    let input = Array(bytes.readableBytesView)
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    var output = ByteBuffer()
    var taken = 0
    while true {
      let turn = step(input, taken, &chunk)
      taken += turn.taken
      output.writeBytes(chunk.prefix(turn.written))
      if output.readableBytes > limitBytes { throw .tooLarge }
      if turn.code == Z_STREAM_END { return output }
      // Room was left over, so more input would be needed, and there is none.
      guard turn.code == Z_OK, turn.written == chunkBytes || taken < input.count else { throw .malformed }
    }
  }
}
