import Messages
import Telephony

extension Instant {
  /// The instant that the API means, to the millisecond.
  public init(_ timestamp: GoogleProtobuf.Timestamp) {
    self.init(seconds: timestamp.seconds, nanoseconds: timestamp.nanos)
  }
}

extension GoogleProtobuf.Timestamp {
  /// An instant as the API has it.
  public init(_ instant: Instant) { self.init(seconds: instant.seconds, nanos: instant.nanoseconds) }
}
