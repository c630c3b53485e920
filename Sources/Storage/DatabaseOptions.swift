/// Limits of a database, and how long it keeps what it keeps for others.
public struct DatabaseOptions: Sendable {
  /// Jobs that one commit may carry.
  public var batchLimit = 1_024
  /// Jobs that may wait, for writing and for reading each; more are refused with `overloaded`.
  public var queueLimit = 16_384
  /// Threads that read.
  public var readerCount = 2
  /// How long a repeated request id gets the stored answer.
  public var requestRetentionMilliseconds: Int64 = 86_400_000
  /// How long events are kept for consumers that fell behind.
  public var eventRetentionMilliseconds: Int64 = 7 * 86_400_000

  public init() {}
}
