import Telephony

/// Whether a location may have service numbers (domain.md section 3).
public struct ServiceNumberAccess: Hashable, Sendable {
  /// What is known of the location.
  public var location: LocationFacts
  /// What is known of its organization.
  public var organization: OrganizationFacts
  /// Whether the provider of the location's country supports them.
  public var isSupported: Bool

  /// Says what is known.
  public init(location: LocationFacts, organization: OrganizationFacts, isSupported: Bool) {
    (self.location, self.organization, self.isSupported) = (location, organization, isSupported)
  }

  /// What keeps service numbers from a location; `LOCATION_NOT_FOUND` when nothing is known of it.
  static func problem(_ access: ServiceNumberAccess?) -> NumberProblem? {
    guard let access else { return .locationNotFound }
    if access.organization.accountType == .trial { return .notOnTrial }
    switch access.location.connection {
    case .none: return .callingPlanNotEnabled
    // A local gateway or a cloud connected provider needs no licence here, but a paid subscription.
    case .premises, .cloudConnected: return nil
    case .callingPlan:
      guard access.isSupported else { return .serviceUnsupported }
      return access.organization.serviceNumberLicenses > 0 ? nil : .serviceLicenseRequired
    }
  }
}

extension NumberProblem {
  static let locationNotFound = NumberProblem(
    reason: "LOCATION_NOT_FOUND",
    description: "There is no such location that you may see. Check the name and the organization in it."
  )
  static let callingPlanNotEnabled = NumberProblem(
    reason: "CALLING_PLAN_NOT_ENABLED",
    description: "The calling plan is not enabled at the location. Enable it there first."
  )
  fileprivate static let notOnTrial = NumberProblem(
    reason: "NOT_AVAILABLE_ON_TRIAL",
    description: "A trial has standard numbers only. Convert it to a paid account first."
  )
  fileprivate static let serviceUnsupported = NumberProblem(
    reason: "SERVICE_NUMBERS_UNSUPPORTED",
    description: "The provider has no service numbers in the location's country. Use standard numbers."
  )
  fileprivate static let serviceLicenseRequired = NumberProblem(
    reason: "SERVICE_LICENSE_REQUIRED",
    description: "The organization has no licence for service numbers. Order one first."
  )
}
