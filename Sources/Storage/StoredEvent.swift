/// A fact that a service published in the transaction that made it true.
public struct StoredEvent: Sendable, Hashable {
  /// Rises by one with each event of the database, without gaps.
  public let sequence: Int64
  /// What changed, for example a resource name.
  public let aggregate: String
  /// The version that the aggregate has since.
  public let aggregateVersion: Int64
  /// Milliseconds since 1970, UTC.
  public let createTimeMilliseconds: Int64
  /// The event, serialized by the service.
  public let payload: [UInt8]

  /// Makes an event as a consumer would receive it.
  public init(
    sequence: Int64,
    aggregate: String,
    aggregateVersion: Int64,
    createTimeMilliseconds: Int64,
    payload: [UInt8]
  ) {
    self.sequence = sequence
    self.aggregate = aggregate
    self.aggregateVersion = aggregateVersion
    self.createTimeMilliseconds = createTimeMilliseconds
    self.payload = payload
  }
}

/// The events after this cursor are not kept any more, or the cursor was never reached: the consumer
/// starts again from a snapshot.
public struct CursorExpired: Error, Sendable, Hashable {
  /// What the consumer asked for.
  public let cursor: Int64
}
