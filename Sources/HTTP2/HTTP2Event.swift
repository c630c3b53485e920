import NIOCore

/// Something that the peer did, in the order in which it did it.
public enum HTTP2Event: Sendable {
  /// A complete header section: of a request, a response or its trailers.
  case headers(stream: Int32, fields: [HeaderField], endStream: Bool)
  /// The header section was larger than `HTTP2Limits.maxHeaderListBytes`; its fields were dropped.
  case headersTooLarge(stream: Int32)
  /// A part of a body. `bytes` shares the storage of what was received. Whoever takes it calls `consume`.
  case data(stream: Int32, bytes: ByteBuffer, endStream: Bool)
  /// The stream is over, for whatever reason; nothing more comes for it.
  case closed(stream: Int32, errorCode: UInt32)
  /// What was queued on a stream has fallen below `HTTP2Limits.lowWaterBytes` again.
  case drained(stream: Int32)
  /// The peer starts no more streams, and handled none above `lastStream`.
  case goAway(lastStream: Int32, errorCode: UInt32)
  /// The peer announced its settings.
  case settings(maxConcurrentStreams: UInt32)
  /// The peer answered a ping of ours.
  case pingAcknowledged
}
