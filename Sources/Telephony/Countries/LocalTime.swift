/// A minute of a local day, or its end.
public struct LocalTime: Hashable, Sendable, Comparable {
  /// After midnight.
  public let minutes: Int

  /// Reads `08:00`, up to `24:00`; nil when it has not that form.
  public init?(_ text: some StringProtocol) {
    guard String(text).hasForm("99:99"), let hours = Int(text.prefix(2)), let minutes = Int(text.suffix(2)),
      minutes < 60, hours * 60 + minutes <= 24 * 60
    else { return nil }
    self.minutes = hours * 60 + minutes
  }

  /// As it is read.
  public var text: String { "\("\(minutes / 60 + 100)".dropFirst()):\("\(minutes % 60 + 100)".dropFirst())" }

  public static func < (left: LocalTime, right: LocalTime) -> Bool { left.minutes < right.minutes }
}
