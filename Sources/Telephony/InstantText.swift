extension Instant {
  static let millisecondsOfDay: Int64 = 86_400_000

  /// Reads RFC 3339, such as `2026-11-23T05:08:00Z` or `2026-11-23T06:08:00.250+01:00`. Nil for anything else,
  /// for dates that do not exist and for leap seconds, which POSIX time cannot name.
  public init?(rfc3339 text: String) {
    var scanner = RFC3339Scanner(text)
    guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
      let day = scanner.number(2), scanner.skip("T") || scanner.skip("t"),
      let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2), scanner.skip(":"),
      let second = scanner.number(2), let fraction = scanner.fractionMilliseconds(),
      let offsetMinutes = scanner.offsetMinutes(), scanner.isAtEnd,
      hour < 24, minute < 60, second < 60,
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let minutes = Int64(hour * 60 + minute - offsetMinutes)
    milliseconds =
      Int64(date.daysSince1970) * Self.millisecondsOfDay + minutes * 60_000 + Int64(second * 1000 + fraction)
  }

  /// RFC 3339 in UTC, with milliseconds only when there are any.
  public var rfc3339: String {
    let days = Int((Double(milliseconds) / Double(Self.millisecondsOfDay)).rounded(.down))
    let rest = Int(milliseconds - Int64(days) * Self.millisecondsOfDay)
    let date = CivilDate(daysSince1970: days)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let time = "\(two(rest / 3_600_000)):\(two(rest / 60_000 % 60)):\(two(rest / 1000 % 60))"
    let fraction = rest % 1000 == 0 ? "" : ".\("\(rest % 1000 + 1000)".dropFirst())"
    return "\(date.description)T\(time)\(fraction)Z"
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC.
  public var description: String { rfc3339 }
}

struct RFC3339Scanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private mutating func digit() -> Int? {
    guard let byte = rest.first, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    rest.removeFirst()
    return Int(byte - UInt8(ascii: "0"))
  }

  /// Milliseconds of an optional fraction; nil when there is a point without digits.
  mutating func fractionMilliseconds() -> Int? {
    guard skip(".") else { return 0 }
    guard let first = digit() else { return nil }
    var value = first * 100
    var weight = 10
    while let next = digit() {
      value += next * weight
      weight /= 10
    }
    return value
  }

  mutating func offsetMinutes() -> Int? {
    if skip("Z") || skip("z") { return 0 }
    let sign = skip("+") ? 1 : skip("-") ? -1 : 0
    guard sign != 0, let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes)
  }
}
