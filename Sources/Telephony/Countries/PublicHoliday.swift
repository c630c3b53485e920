/// A public holiday with its days.
public struct PublicHoliday: Hashable, Sendable {
  /// Its English name.
  public var displayName: String
  public var dates: [CivilDate]
  /// Second parts of the ISO 3166-2 codes of the regions that have it; empty for the whole country.
  public var regions: [String]

  public init(displayName: String, dates: [CivilDate], regions: [String] = []) {
    self.displayName = displayName
    self.dates = dates
    self.regions = regions
  }
}

extension [PublicHoliday] {
  /// The days on which nobody works in a region. Without a region all regional holidays count too: that a port is promised
  /// for a day on which nobody works is worse than that a working day goes unused.
  public func days(in region: String) -> Set<CivilDate> {
    Set(filter { $0.regions.isEmpty || region.isEmpty || $0.regions.contains(region) }.flatMap(\.dates))
  }

  /// The days on which nobody works in the whole country.
  public var nationalDays: Set<CivilDate> { Set(filter(\.regions.isEmpty).flatMap(\.dates)) }
}
