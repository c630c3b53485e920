/// Numbers whose first digits tell their time zone; others have the zone of their location.
public struct NumberTimeZone: Hashable, Sendable {
  /// IANA name.
  public var timeZone: String
  /// First digits after the country's calling code, such as `201`.
  public var prefixes: [String]

  public init(timeZone: String, prefixes: [String]) {
    self.timeZone = timeZone
    self.prefixes = prefixes
  }
}
