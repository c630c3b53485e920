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

  /// The states that can follow.
  public var successors: Set<NumberState> {
    switch self {
    case .available: [.reserved, .blocked]
    case .reserved: [.available, .assigned]
    case .assigned: [.aging, .portedOut]
    case .portingIn: [.portedIn]
    case .portedIn: [.aging, .portedOut]
    case .portedOut: [.portingIn]
    case .aging: [.available]
    case .blocked: [.available]
    }
  }

  /// Whether the number may go from this state to the other.
  public func canBecome(_ next: NumberState) -> Bool { successors.contains(next) }
}
