/// Hours of a local day, from a minute up to but not including another.
public struct LocalHours: Hashable, Sendable {
  /// Minutes after midnight.
  public let startMinutes: Int
  /// Minutes after midnight, later than the start.
  public let endMinutes: Int

  /// Reads `08:00-15:00`; nil when it has not that form, or is impossible: an end that is not after the start, an hour
  /// that no day has.
  public init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = Self.minutes(ends[0]), let end = Self.minutes(ends[1]), start < end,
      end <= 24 * 60
    else { return nil }
    (startMinutes, endMinutes) = (start, end)
  }

  private static func minutes(_ text: Substring) -> Int? {
    guard String(text).hasForm("99:99"), let hours = Int(text.prefix(2)), let minutes = Int(text.suffix(2)),
      minutes < 60
    else { return nil }
    return hours * 60 + minutes
  }

  public var startText: String { Self.text(startMinutes) }
  public var endText: String { Self.text(endMinutes) }

  private static func text(_ minutes: Int) -> String {
    "\("\(minutes / 60 + 100)".dropFirst()):\("\(minutes % 60 + 100)".dropFirst())"
  }
}
