/// What `Timestamp` and `Duration` hold, and their text.
struct SecondsAndNanoseconds: Equatable {
  var seconds: Int64
  var nanoseconds: Int64

  /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
  private static let timestampSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
  /// About 10,000 years either way.
  private static let durationSeconds: ClosedRange<Int64> = -315_576_000_000...315_576_000_000
  private static let nanosecondsPerSecond: Int64 = 1_000_000_000

  init(_ record: DescriptorRecord) {
    seconds = Int64(record.integer(1) ?? 0)
    nanoseconds = Int64(record.integer(2) ?? 0)
  }

  var bytes: [UInt8] {
    var writer = WireWriter()
    if seconds != 0 { writer.append(1, .varint(UInt64(bitPattern: seconds))) }
    if nanoseconds != 0 { writer.append(2, .varint(UInt64(bitPattern: nanoseconds))) }
    return writer.bytes
  }

  /// RFC 3339 in UTC, or nil when out of range.
  var timestamp: String? {
    guard Self.timestampSeconds.contains(seconds), (0..<Self.nanosecondsPerSecond).contains(nanoseconds)
    else {
      return nil
    }
    let (days, second) = seconds.quotientAndRemainder(dividingFloor: 86_400)
    let date = CivilDate(daysSince1970: days)
    let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(clock)\(fraction)Z"
  }

  /// Seconds with an `s`, or nil when out of range or of two signs.
  var duration: String? {
    guard Self.durationSeconds.contains(seconds), abs(nanoseconds) < Self.nanosecondsPerSecond,
      seconds.signum() * nanoseconds.signum() >= 0
    else { return nil }
    let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
    return "\(sign)\(abs(seconds))\(fraction)s"
  }

  init?(timestamp text: String) {
    let form = /(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))/
    guard let match = text.wholeMatch(of: form)?.output,
      let date = CivilDate(year: Int64(match.1), month: Int64(match.2), day: Int64(match.3)),
      let hour = Int64(match.4), let minute = Int64(match.5), let second = Int64(match.6),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let offset = ((match.9.flatMap { Int64($0) } ?? 0) * 60 + (match.10.flatMap { Int64($0) } ?? 0)) * 60
    seconds =
      date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second + (match.8 == "-" ? offset : -offset)
    nanoseconds = Self.nanoseconds(match.7)
    guard Self.timestampSeconds.contains(seconds) else { return nil }
  }

  init?(duration text: String) {
    guard let match = text.wholeMatch(of: /(-?)(\d{1,12})(?:\.(\d{1,9}))?s/)?.output,
      let magnitude = Int64(match.2)
    else { return nil }
    let sign: Int64 = match.1 == "-" ? -1 : 1
    seconds = sign * magnitude
    nanoseconds = sign * Self.nanoseconds(match.3)
    guard Self.durationSeconds.contains(seconds) else { return nil }
  }

  /// `5` -> 500,000,000.
  private static func nanoseconds(_ fraction: Substring?) -> Int64 {
    guard let fraction else { return 0 }
    return Int64(fraction + String(repeating: "0", count: 9 - fraction.count)) ?? 0
  }

  /// 0, 3, 6 or 9 digits after a point.
  private var fraction: String {
    guard nanoseconds != 0 else { return "" }
    var digits = padded(abs(nanoseconds), 9)
    while digits.hasSuffix("000") { digits.removeLast(3) }
    return "." + digits
  }

  private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// A day of the Gregorian calendar, in both directions (Howard Hinnant, "chrono-compatible low-level date algorithms").
struct CivilDate: Equatable {
  let year: Int64
  let month: Int64
  let day: Int64

  init(daysSince1970 days: Int64) {
    let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingFloor: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Nil when there is no such day.
  init?(year: Int64?, month: Int64?, day: Int64?) {
    guard let year, let month, let day else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    guard (1...12).contains(month), (1...31).contains(day), CivilDate(daysSince1970: daysSince1970) == self
    else {
      return nil
    }
  }

  var daysSince1970: Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shiftedYear.quotientAndRemainder(dividingFloor: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension Int64 {
  fileprivate func quotientAndRemainder(dividingFloor divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
