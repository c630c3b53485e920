import Telephony

/// The kinds of connection between which locations migrate (domain.md section 8).
public enum ConnectionKind: String, Hashable, Sendable, CaseIterable {
  case callingPlan = "CALLING_PLAN"
  case integratedCloud = "INTEGRATED_CCP"
  case nonIntegratedCloud = "NON_INTEGRATED_CCP"
  case integratedIntelePeer = "INTEGRATED_INTELEPEER"
  case nonIntegratedIntelePeer = "NON_INTEGRATED_INTELEPEER"
  case premises = "PREMISES"

  /// The kind of a connection; nil for none.
  ///
  /// - Parameter family: of the provider of a cloud connection.
  public init?(
    _ connection: Location.Connection,
    integration: Location.Integration?,
    family: Provider.Family?
  ) {
    let isIntegrated = integration == .integrated
    switch connection {
    case .none: return nil
    case .callingPlan: self = .callingPlan
    case .premises: self = .premises
    case .cloudConnected where family == .intelePeer:
      self = isIntegrated ? .integratedIntelePeer : .nonIntegratedIntelePeer
    case .cloudConnected: self = isIntegrated ? .integratedCloud : .nonIntegratedCloud
    }
  }
}
