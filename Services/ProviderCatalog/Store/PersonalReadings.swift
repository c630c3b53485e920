import Storage
import Telephony

/// The audit trail of personal data: who read what, and when (design.md section 5).
public enum PersonalReadings {
  /// Notes a reading; it is answered when the note is durable.
  public static func note(
    _ resource: String,
    by principal: String,
    at time: Instant,
    in transaction: Transaction
  ) throws {
    try transaction.execute(.noteReading, time.milliseconds, principal, resource)
  }
}

extension Statement {
  fileprivate static let noteReading = Statement(
    "INSERT INTO personal_reading (time_ms, principal, resource) VALUES (?1, ?2, ?3)"
  )
}
