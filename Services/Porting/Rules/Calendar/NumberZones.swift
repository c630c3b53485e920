import Telephony

/// The time zones of numbers: by their first digits where those tell, else that of the location.
public struct NumberZones: Hashable, Sendable {
  private let byPrefix: [String: LocalZone]
  private let location: LocalZone

  public init(_ known: [NumberTimeZone], location: LocalZone) {
    self.location = location
    var byPrefix: [String: LocalZone] = [:]
    for entry in known {
      guard let zone = LocalZone(entry.timeZone) else { continue }
      for prefix in entry.prefixes { byPrefix[prefix] = zone }
    }
    self.byPrefix = byPrefix
  }

  /// The longest prefix decides.
  public func zone(of number: TelephoneNumber) -> LocalZone {
    var prefix = String(number.e164.dropFirst(1 + number.callingCodeLength).prefix(6))
    while !prefix.isEmpty {
      if let zone = byPrefix[prefix] { return zone }
      prefix.removeLast()
    }
    return location
  }

  /// Those of some numbers, each once, in the order of their names; that of the location when there are none.
  public func zones(of numbers: [TelephoneNumber]) -> [LocalZone] {
    let zones = Set(numbers.map(zone(of:)))
    return zones.isEmpty ? [location] : zones.sorted { $0.name < $1.name }
  }
}
