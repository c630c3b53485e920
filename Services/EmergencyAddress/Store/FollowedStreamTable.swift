import Storage
import Telephony

/// A stream of events that this service follows.
public enum FollowedStream: String, CaseIterable, Sendable {
  /// Organizations and locations.
  case catalog
  /// Assigned numbers and their users.
  case inventory
  /// What the emergency provider answers later.
  case provider
}

/// How far each stream was followed.
public enum FollowedStreamTable {
  /// The sequence of the last event that was applied, 0 for none.
  public static func cursor(of stream: FollowedStream, in transaction: Transaction) throws -> Int64 {
    try transaction.first(.selectStream, stream.rawValue) { row in row[0] } ?? 0
  }

  /// When the stream was last known to be live; nil for never.
  public static func liveTime(of stream: FollowedStream, in transaction: Transaction) throws -> Instant? {
    try transaction.first(.selectStream, stream.rawValue) { row in Instant(milliseconds: row[1]) }
  }

  /// Notes an event as applied by this transaction.
  ///
  /// - Returns: false when it was applied before, and must not be again. Sequence 0 belongs to a snapshot, whose parts
  ///   are applied however often they come.
  public static func advance(
    _ stream: FollowedStream,
    to sequence: Int64,
    now: Instant,
    in transaction: Transaction
  ) throws -> Bool {
    let cursor = try cursor(of: stream, in: transaction)
    guard sequence == 0 || sequence > cursor else { return false }
    try transaction.execute(.saveStream, stream.rawValue, max(cursor, sequence), now.milliseconds)
    return true
  }

  /// Begins anew, because the events after the cursor are not kept any more.
  public static func reset(_ stream: FollowedStream, in transaction: Transaction) throws {
    try transaction.execute(.resetStream, stream.rawValue)
  }

  /// Notes that the stream is live.
  public static func noteLive(
    _ stream: FollowedStream,
    at now: Instant,
    in transaction: Transaction
  ) throws {
    let cursor = try cursor(of: stream, in: transaction)
    try transaction.execute(.saveStream, stream.rawValue, cursor, now.milliseconds)
  }
}

extension Statement {
  fileprivate static let selectStream = Statement(
    "SELECT cursor, live_time_ms FROM followed_stream WHERE name = ?1"
  )
  fileprivate static let saveStream = Statement(
    """
    INSERT INTO followed_stream VALUES (?1, ?2, ?3)
    ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor, live_time_ms = excluded.live_time_ms
    """
  )
  fileprivate static let resetStream = Statement("UPDATE followed_stream SET cursor = 0 WHERE name = ?1")
}
