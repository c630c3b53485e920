import Telephony

/// How a location gets from one connection to another.
public struct MigrationPlan: Hashable, Sendable {
  /// Who does it.
  public enum Path: String, Hashable, Sendable {
    /// The customer or its partner.
    case selfService = "SELF_SERVICE"
    /// Somebody by hand, with a new location.
    case manual = "MANUAL"
    case unsupported = "UNSUPPORTED"
  }

  public let from: ConnectionKind
  public let to: ConnectionKind
  public let path: Path

  /// Finds the path. Anything that domain.md section 8 does not list is unsupported (D).
  public init(from: ConnectionKind, to: ConnectionKind) {
    self.from = from
    self.to = to
    path = Self.path(from, to)
  }

  private static func path(_ from: ConnectionKind, _ to: ConnectionKind) -> Path {
    switch (from, to) {
    case (.premises, .callingPlan), (.nonIntegratedCloud, .callingPlan),
      (.nonIntegratedIntelePeer, .callingPlan),
      (.nonIntegratedCloud, .integratedCloud),
      (.nonIntegratedCloud, .premises), (.nonIntegratedIntelePeer, .premises):
      .selfService
    case (.premises, .integratedCloud), (.integratedCloud, .nonIntegratedCloud),
      (.integratedCloud, .premises):
      .manual
    default: .unsupported
    }
  }

  /// What to do, in this order.
  public var steps: [String] {
    switch path {
    case .selfService: selfServiceSteps
    case .manual:
      [
        "Make a new location and choose the connection there.",
        "Move the numbers and the users of the old location to the new one.",
        "Set up the services of the location again.",
        "Delete the old location when nothing uses it any more.",
      ]
    case .unsupported: []
    }
  }

  private var selfServiceSteps: [String] {
    let first =
      to == .premises
      ? ["Enable the local gateway of the location."]
      : to == .callingPlan ? ["Have at least one committed outbound calling plan, or be a trial."] : []
    let last =
      to == .premises
      ? [] : ["Give the contract signatory and the emergency address of the location."]
    let verb = "Choose the new connection for the location."
    return first + [verb] + last
  }

  /// What it brings about; said before anybody begins.
  public var consequences: [String] {
    switch path {
    case .selfService: ["Calls go through the new connection from the moment at which it is chosen."]
    case .manual:
      [
        "Service is interrupted while numbers and users move.",
        "Data of the old location that is not set up again can be lost.",
      ]
    case .unsupported: ["There is no way from this connection to that one; keep it, or ask support."]
    }
  }
}
