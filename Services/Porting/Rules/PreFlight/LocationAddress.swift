import Telephony

/// The emergency address of the location that gets the numbers (domain.md section 6): numbers without one are of no use,
/// and that is known before they move.
public enum LocationAddress: Hashable, Sendable {
  /// Nobody could be asked: it turns out before the order is complete at the latest.
  case unknown
  case missing
  /// It waits for the customer.
  ///
  /// - Parameter step: what it waits for, such as `REJECTED`.
  case unfinished(step: String)
  /// Ready, or on its way to that without the customer.
  case held

  var violation: Violation? {
    switch self {
    case .unknown, .held: nil
    case .missing:
      Violation(
        field: "location",
        reason: AddressLack.missing.rawValue,
        description: "The location has no emergency address. Give it one."
      )
    case .unfinished(let step):
      Violation(
        field: "location",
        reason: AddressLack.notReady.rawValue,
        description: "The emergency address of the location is not ready (\(step)): see its next step."
      )
    }
  }
}

/// What keeps an order from its completion when its numbers have come.
public enum AddressLack: String, Hashable, Sendable {
  case missing = "EMERGENCY_ADDRESS_MISSING"
  /// The emergency provider has not accepted it: calls may lead nowhere.
  case notReady = "EMERGENCY_ADDRESS_NOT_READY"
}
