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
    try transaction.execute(.insertReading, time.milliseconds, principal, resource)
  }

  /// Notes look-ups, which were answered before: those in a row by one principal name it once.
  public static func note(_ readings: [LookUpReading], in transaction: Transaction) throws {
    guard let last = readings.last?.time.milliseconds else { return }
    var packer = RecordPacker()
    var start = 0
    while start < readings.count {
      let principal = readings[start].principal
      let end = readings[start...].firstIndex { $0.principal != principal } ?? readings.count
      packer.append(principal)
      packer.append(Int64(end - start))
      for reading in readings[start..<end] {
        packer.append(last - reading.time.milliseconds)
        packer.append(Int64(reading.number.digits))
      }
      start = end
    }
    try transaction.execute(.insertLookUps, last, packer.bytes)
  }

  /// Forgets some of the readings before an instant; how many rows that were.
  public static func forget(before time: Instant, in transaction: Transaction) throws -> Int {
    try transaction.execute(.deleteReadings, time.milliseconds)
      + transaction.execute(.deleteLookUps, time.milliseconds)
  }

  /// All look-ups that were noted, for whoever examines the trail.
  public static func lookUps(in transaction: Transaction) throws -> [LookUpReading] {
    try transaction.query(.selectLookUps) { row in
      try readings(last: row[0], reader: RecordReader(row[1]))
    }.flatMap(\.self)
  }

  private static func readings(last: Int64, reader: RecordReader) throws -> [LookUpReading] {
    var reader = reader
    var readings: [LookUpReading] = []
    while !reader.isAtEnd {
      let principal = try reader.text()
      for _ in 0..<(try reader.integer()) {
        let time = Instant(milliseconds: last - (try reader.integer()))
        guard let number = TelephoneNumber(digits: UInt64(clamping: try reader.integer())) else {
          throw StorageError(.corrupt, "a look-up was noted for what is no number")
        }
        readings.append(LookUpReading(number: number, principal: principal, time: time))
      }
    }
    return readings
  }
}

/// Who looked a number up, and when.
public struct LookUpReading: Hashable, Sendable {
  public var number: TelephoneNumber
  public var principal: String
  public var time: Instant

  public init(number: TelephoneNumber, principal: String, time: Instant) {
    self.number = number
    self.principal = principal
    self.time = time
  }
}

extension Statement {
  fileprivate static let insertReading = Statement(
    "INSERT INTO personal_reading (time_ms, principal, resource) VALUES (?1, ?2, ?3)"
  )
  fileprivate static let insertLookUps = Statement(
    "INSERT INTO look_up_readings (last_time_ms, readings) VALUES (?1, ?2)"
  )
  // Both tables are in the order of time; few rows at a time keep other writes from waiting.
  fileprivate static let deleteReadings = Statement(
    """
    DELETE FROM personal_reading
    WHERE id IN (SELECT id FROM personal_reading ORDER BY id LIMIT 256) AND time_ms < ?1
    """
  )
  fileprivate static let deleteLookUps = Statement(
    """
    DELETE FROM look_up_readings
    WHERE id IN (SELECT id FROM look_up_readings ORDER BY id LIMIT 256) AND last_time_ms < ?1
    """
  )
  fileprivate static let selectLookUps = Statement(
    "SELECT last_time_ms, readings FROM look_up_readings ORDER BY id"
  )
}
