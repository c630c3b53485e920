/// What a number may be used as (domain.md section 1). The values are those of the API's enum.
public enum NumberType: UInt8, Hashable, Sendable, CaseIterable {
  /// Belongs to an area.
  case local = 1
  /// Belongs to a country as a whole.
  case national = 2
  /// The called party pays.
  case tollFree = 3
  /// Mobile.
  case mobile = 4
}

extension NumberType: CustomStringConvertible {
  /// The name that people and the API use.
  public var description: String {
    switch self {
    case .local: "LOCAL"
    case .national: "NATIONAL"
    case .tollFree: "TOLL_FREE"
    case .mobile: "MOBILE"
    }
  }
}
