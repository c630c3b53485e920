/// Where a number stands; it is in exactly one state (domain.md section 3). The values are those of the API's enum.
public enum NumberState: UInt8, Hashable, Sendable, CaseIterable {
  /// Anybody may reserve it.
  case available = 1
  /// Held for one organization.
  case reserved = 2
  /// Belongs to a location.
  case assigned = 3
  /// A port to us is under way.
  case portingIn = 4
  /// Ported to us.
  case portedIn = 5
  /// Ported away.
  case portedOut = 6
  /// Released; rests before it is available again.
  case aging = 7
  /// Never given out.
  case blocked = 8

  /// Whether the number belongs to a location and works there.
  public var isInService: Bool { self == .assigned || self == .portedIn }

  /// Its name in the API.
  public var name: String {
    switch self {
    case .available: "AVAILABLE"
    case .reserved: "RESERVED"
    case .assigned: "ASSIGNED"
    case .portingIn: "PORTING_IN"
    case .portedIn: "PORTED_IN"
    case .portedOut: "PORTED_OUT"
    case .aging: "AGING"
    case .blocked: "BLOCKED"
    }
  }
}
