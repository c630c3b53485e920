import Messages
import Telephony

extension GoogleProtobuf.Timestamp {
  /// An instant as the API has it.
  public init(_ instant: Instant) { self.init(seconds: instant.seconds, nanos: instant.nanoseconds) }
}
