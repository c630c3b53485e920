import HTTP2
import NIOCore

/// Time and space that one connection may take.
public struct ConnectionLimits: Sendable {
  public var http2 = HTTP2Limits()
  /// A connection without any call is closed after this.
  public var idleTimeout = TimeAmount.minutes(30)
  /// A client must have sent its preface and settings by then.
  public var handshakeTimeout = TimeAmount.seconds(10)
  /// A client must have sent the one message of a unary call by then, also when its deadline is later.
  public var requestTimeout = TimeAmount.seconds(60)
  /// A client is pinged each time, and closed if it has not answered by the next time: it is gone, or does not read.
  public var keepaliveInterval = TimeAmount.seconds(30)
  /// Bytes of answers that may wait for a client to take them; calls beyond are refused.
  public var maxQueuedBytes = 4_194_304
  /// Bytes of plain HTTP requests that wait until they are complete.
  public var maxWaitingBytes = 16_777_216
  /// Bytes that may wait in a socket before frames are held back.
  public var socketHighWaterBytes = 262_144
  /// Handlers that may run at once on one connection, also those whose streams were reset (MadeYouReset).
  public var maxRunningHandlers = 1_024
  /// Connections that a server takes at once.
  public var maxConnections = 20_000

  public init() {}
}
