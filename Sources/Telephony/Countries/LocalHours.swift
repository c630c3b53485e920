/// Hours of a local day, from a minute up to but not including another.
public struct LocalHours: Hashable, Sendable {
  private let start: LocalTime
  private let end: LocalTime

  /// Reads `08:00-15:00`; nil when it has not that form, or is impossible: an end that is not after the start, an hour
  /// that no day has.
  public init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = LocalTime(ends[0]), let end = LocalTime(ends[1]), start < end
    else { return nil }
    (self.start, self.end) = (start, end)
  }

  /// Minutes after midnight.
  public var startMinutes: Int { start.minutes }
  /// Minutes after midnight, later than the start.
  public var endMinutes: Int { end.minutes }

  public var startText: String { start.text }
  public var endText: String { end.text }
}
