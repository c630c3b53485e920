/// What decides whether a location may have service numbers (domain.md section 3).
public struct ServiceNumberAccess: Hashable, Sendable {
  /// What is known of the location.
  public var location: LocationFacts
  /// What is known of its organization.
  public var organization: OrganizationFacts
  /// Whether the provider of the calling plan supports them in the location's country.
  public var isSupported: Bool

  /// Says what is known.
  public init(location: LocationFacts, organization: OrganizationFacts, isSupported: Bool) {
    (self.location, self.organization, self.isSupported) = (location, organization, isSupported)
  }

  /// Everything that keeps service numbers from the location.
  ///
  /// - Parameter field: the field of the request that asks for them.
  public func violations(field: String) -> [Violation] {
    if organization.accountType == .trial { return [.serviceNumbersOnTrial(field)] }
    switch location.connection {
    case .none: return location.callingPlanViolations(field: field)
    // A local gateway and a cloud connected provider need a paid subscription only: the licence is the calling plan's,
    // and what their providers support is not known here. Both kinds of cloud connection are treated alike (D).
    case .premises, .cloudConnected: return []
    case .callingPlan:
      var violations: [Violation] = []
      if !isSupported { violations.append(.serviceNumbersUnsupported(field)) }
      if organization.serviceNumberLicenses < 1 { violations.append(.serviceLicenseRequired(field)) }
      return violations
    }
  }
}

extension Violation {
  fileprivate static func serviceNumbersOnTrial(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "NOT_AVAILABLE_ON_TRIAL",
      description: "A trial has standard numbers only. Convert it to a paid account first."
    )
  }

  fileprivate static func serviceNumbersUnsupported(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "SERVICE_NUMBERS_UNSUPPORTED",
      description: "The provider has no service numbers in the location's country. Use standard numbers."
    )
  }

  fileprivate static func serviceLicenseRequired(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "SERVICE_LICENSE_REQUIRED",
      description: "The organization has no licence for service numbers. Order one first."
    )
  }
}
