/// Whether something has to be given.
public enum Necessity: String, Hashable, Sendable, CaseIterable {
  case required = "REQUIRED"
  /// When there is one, such as a PIN.
  case ifAvailable = "IF_AVAILABLE"
  /// When the losing carrier asks for it.
  case byCarrier = "BY_CARRIER"
  /// Never; it may be given.
  case optional = "OPTIONAL"
}
