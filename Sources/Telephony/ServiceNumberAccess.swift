/// What decides whether a location may have service numbers (domain.md section 3).
public struct ServiceNumberAccess: Hashable, Sendable {
  /// What is known of the location.
  public var location: LocationFacts
  /// What is known of its organization.
  public var organization: OrganizationFacts
  /// Whether the location's country has them at all.
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
    // A local gateway and a provider that is not integrated need a paid subscription only: the licence is the calling
    // plan's, and what their providers support is not known here.
    case .premises: return []
    case .cloudConnected where !location.isIntegrated: return []
    // A cloud connection has no subscription of its own: the organization's licence counts (D).
    case .cloudConnected: return violations(field, isLicensed: organization.serviceNumberLicenses > 0)
    case .callingPlan: return violations(field, isLicensed: location.hasServiceNumbers)
    }
  }

  /// Everything that keeps numbers from being put into service at the location (domain.md section 2): its organization's
  /// licence, its calling plan, and for service numbers what they need.
  public func activationViolations(isService: Bool) -> [Violation] {
    let licence = organization.callingPlanViolations(field: "location")
    guard isService else { return licence + location.callingPlanViolations(field: "location") }
    return licence + violations(field: "usage")
  }

  private func violations(_ field: String, isLicensed: Bool) -> [Violation] {
    (isSupported && location.supportsServiceNumbers ? [] : [.serviceNumbersUnsupported(field)])
      + (isLicensed ? [] : [.serviceLicenseRequired(field)])
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
      description:
        "The location's provider has no service numbers in its country. Use standard numbers, or the calling plan."
    )
  }

  fileprivate static func serviceLicenseRequired(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "SERVICE_LICENSE_REQUIRED",
      description:
        "The location's subscription has no service numbers. Have the organization license them, then choose the "
        + "subscription OUTBOUND_CALLING_PLAN_WITH_SERVICE_NUMBERS for the location."
    )
  }
}
