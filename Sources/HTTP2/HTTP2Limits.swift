/// What one session allows its peer, and how much it keeps.
public struct HTTP2Limits: Sendable {
  /// Streams that the peer may have open at once.
  public var maxConcurrentStreams: UInt32 = 256
  /// Bytes that the peer may send on a stream before they are consumed.
  public var streamWindowBytes: UInt32 = 262_144
  /// Bytes that the peer may send on all streams together before they are consumed.
  public var connectionWindowBytes: UInt32 = 1_048_576
  /// Largest decoded header section (RFC 9113, section 6.5.2: name, value and 32 bytes each field). nghttp2 only
  /// advertises it; the session counts.
  public var maxHeaderListBytes = 16_384
  /// Streams a peer may reset in a burst, and then per second (rapid reset, CVE-2023-44487).
  public var streamResetBurst: UInt64 = 200
  public var streamResetsPerSecond: UInt64 = 33
  /// Frames without effect (PING, SETTINGS, PRIORITY, WINDOW_UPDATE, empty DATA) that are borne in a row, until
  /// `HTTP2Session.forgive` is called.
  public var maxIdleFrames = 1_000
  /// Streams that a peer may make us refuse, by malformed requests or too large ones (MadeYouReset, CVE-2025-8671),
  /// until `HTTP2Session.forgive` is called.
  public var maxOffences = 200
  /// A stream that has queued less than this to send is ready for more.
  public var lowWaterBytes = 32_768

  public init() {}
}
