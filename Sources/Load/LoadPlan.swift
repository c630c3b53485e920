import RPCTransport

/// Where calls go, and what every one of them carries.
public struct LoadTarget: Sendable {
  public var host: String
  public var port: Int
  /// `/service/method`.
  public var path: String
  /// Metadata of every call, such as `authorization`.
  public var metadata: [(name: String, value: String)]
  /// Deadline of every call.
  public var timeout: Duration
  /// Nil for clear text.
  public var tls: ClientTLS?

  public init(
    host: String,
    port: Int,
    path: String,
    metadata: [(name: String, value: String)] = [],
    timeout: Duration = .seconds(10),
    tls: ClientTLS? = nil
  ) {
    self.host = host
    self.port = port
    self.path = path
    self.metadata = metadata
    self.timeout = timeout
    self.tls = tls
  }
}

/// How many calls are made, and when.
public struct LoadPlan: Sendable {
  /// What lets the next call begin.
  public enum Pace: Sendable {
    /// An earlier one on the same stream has ended: the server sets the rate.
    case closedLoop
    /// Its time has come, whatever became of the earlier ones. Latency counts from that time, so that calls
    /// which had to wait for a slow server are not left out of the figures (coordinated omission).
    case openLoop(callsPerSecond: Double)
  }

  public enum Extent: Sendable {
    case time(Duration)
    case calls(Int)
  }

  public var connections: Int
  /// Calls that each connection has under way at most.
  public var streams: Int
  public var pace: Pace
  /// How much is measured, after the warm-up.
  public var extent: Extent
  /// How long calls are made before they count.
  public var warmup: Duration
  /// How long, before the warm-up, the load takes to become whole: the rate of an open loop rises from nothing, the
  /// connections of a closed one begin one after the other.
  public var ramp: Duration
  public var threads: Int

  public init(
    connections: Int = 16,
    streams: Int = 32,
    pace: Pace = .closedLoop,
    extent: Extent = .time(.seconds(10)),
    warmup: Duration = .seconds(1),
    ramp: Duration = .zero,
    threads: Int = 1
  ) {
    self.connections = connections
    self.streams = streams
    self.pace = pace
    self.extent = extent
    self.warmup = warmup
    self.ramp = ramp
    self.threads = threads
  }
}
