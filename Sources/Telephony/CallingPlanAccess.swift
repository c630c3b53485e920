/// What a service has to know of an organization before it does anything for it.
public struct OrganizationFacts: Hashable, Sendable {
  public enum AccountType: Int, Hashable, Sendable {
    /// Free, for evaluation.
    case trial = 1
    /// Paying customer.
    case paid = 2
  }

  public var accountType: AccountType
  /// Committed outbound calling plan licences (OCP).
  public var outboundCallingPlans: Int
  /// Service-number licences.
  public var serviceNumberLicenses: Int
  /// Id of the partner that may act for it; empty for none.
  public var managingPartner: String

  public init(
    accountType: AccountType,
    outboundCallingPlans: Int,
    serviceNumberLicenses: Int = 0,
    managingPartner: String = ""
  ) {
    self.accountType = accountType
    self.outboundCallingPlans = outboundCallingPlans
    self.serviceNumberLicenses = serviceNumberLicenses
    self.managingPartner = managingPartner
  }

  /// What keeps the organization from the services of the calling plan. A trial is free and needs no licence
  /// (domain.md section 2).
  ///
  /// - Parameter field: the field of the request that names the organization.
  public func callingPlanViolations(field: String) -> [Violation] {
    guard accountType == .paid, outboundCallingPlans < 1 else { return [] }
    return [
      Violation(
        field: field,
        reason: "OUTBOUND_CALLING_PLAN_REQUIRED",
        description: "The organization has no committed outbound calling plan. Order at least one first."
      )
    ]
  }
}

/// What a service has to know of a location before it does anything there.
public struct LocationFacts: Hashable, Sendable {
  public enum Connection: Int, Hashable, Sendable {
    /// None is chosen yet.
    case none = 0
    /// The calling plan of this suite.
    case callingPlan = 1
    /// A cloud connected provider.
    case cloudConnected = 2
    /// A local gateway.
    case premises = 3
  }

  /// ISO 3166-1 alpha-2 code.
  public var countryCode: String
  public var connection: Connection
  /// Second part of the ISO 3166-2 code of its region; empty when unknown.
  public var region: String
  /// IANA name; empty when unknown.
  public var timeZone: String
  /// Whether its subscription has service numbers.
  public var hasServiceNumbers: Bool
  /// Whether the provider of its cloud connection is integrated.
  public var isIntegrated: Bool
  /// Whether that provider has service numbers in the location's country.
  public var supportsServiceNumbers: Bool
  /// Whether toll-free numbers may be had in its country (domain.md section 3).
  public var takesTollFree: Bool

  public init(
    countryCode: String,
    connection: Connection,
    region: String = "",
    timeZone: String = "",
    hasServiceNumbers: Bool = false,
    isIntegrated: Bool = false,
    supportsServiceNumbers: Bool = true,
    takesTollFree: Bool = false
  ) {
    self.countryCode = countryCode
    self.connection = connection
    self.region = region
    self.timeZone = timeZone
    self.hasServiceNumbers = hasServiceNumbers
    self.isIntegrated = isIntegrated
    self.supportsServiceNumbers = supportsServiceNumbers
    self.takesTollFree = takesTollFree
  }

  /// What keeps numbers from being ordered or ported to the location (domain.md section 2).
  ///
  /// - Parameter field: the field of the request that names the location.
  public func callingPlanViolations(field: String) -> [Violation] {
    guard connection != .callingPlan else { return [] }
    return [
      Violation(
        field: field,
        reason: "CALLING_PLAN_NOT_ENABLED",
        description: "The calling plan is not enabled at the location. Enable it there first."
      )
    ]
  }
}
