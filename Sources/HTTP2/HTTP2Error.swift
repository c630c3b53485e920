import CNghttp2

/// A session that cannot go on, or a command that it refused.
public struct HTTP2Error: Error, Sendable, CustomStringConvertible {
  /// The code of nghttp2, negative.
  public let code: Int
  public let description: String

  init(code: Int, doing action: String) {
    self.code = code
    description = "\(action): \(String(cString: nghttp2_strerror(Int32(truncatingIfNeeded: code))))"
  }
}

/// Error codes of HTTP/2 (RFC 9113, section 7).
public enum HTTP2ErrorCode {
  public static let noError: UInt32 = 0x0
  public static let protocolError: UInt32 = 0x1
  public static let internalError: UInt32 = 0x2
  public static let flowControlError: UInt32 = 0x3
  public static let streamClosed: UInt32 = 0x5
  public static let frameSizeError: UInt32 = 0x6
  public static let refusedStream: UInt32 = 0x7
  public static let cancel: UInt32 = 0x8
  public static let enhanceYourCalm: UInt32 = 0xb
}
