/// Somebody who connects locations to the telephone network (domain.md section 8).
public struct Provider: Hashable, Sendable {
  /// What migrations tell apart.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    case callingPlan = "CALLING_PLAN"
    case cloudConnected = "CLOUD_CONNECTED"
    /// A cloud connected provider with migration paths of its own.
    case intelePeer = "INTELEPEER"
  }

  public var id: String
  public var displayName: String
  /// What it is, in a sentence.
  public var summary: String
  public var family: Family
  public var isCertified: Bool
  /// Its services with their markets, upper-case country codes.
  public var services: [ProviderService]
  /// The last day of its connections that are not integrated; nil for none.
  public var nonIntegratedLastDay: CivilDate?
  public var source: RuleSource

  public init(
    id: String,
    displayName: String,
    summary: String,
    family: Family,
    isCertified: Bool,
    services: [ProviderService],
    nonIntegratedLastDay: CivilDate? = nil,
    source: RuleSource
  ) {
    self.id = id
    self.displayName = displayName
    self.summary = summary
    self.family = family
    self.isCertified = isCertified
    self.services = services
    self.nonIntegratedLastDay = nonIntegratedLastDay
    self.source = source
  }

  /// `providers/{provider}`.
  public var name: String { "providers/\(id)" }

  /// Whether a service is offered, in a market if one is named.
  public func offers(_ type: ProviderServiceType, in market: String? = nil) -> Bool {
    services.contains { $0.type == type && (market.map($0.markets.contains) ?? true) }
  }
}

/// What providers do for their customers.
public enum ProviderServiceType: String, Hashable, Sendable, CaseIterable {
  case callingPlan = "CALLING_PLAN"
  case integratedCloud = "INTEGRATED_CCP"
  case nonIntegratedCloud = "NON_INTEGRATED_CCP"
  case tollFreeNumbers = "TOLL_FREE_NUMBERS"
  case serviceNumbers = "SERVICE_NUMBERS"
  case porting = "PORTING"
  case emergencyCalling = "EMERGENCY_CALLING"
}

/// A service and where it is offered.
public struct ProviderService: Hashable, Sendable {
  public var type: ProviderServiceType
  /// ISO 3166-1 alpha-2 codes, upper case.
  public var markets: [String]

  public init(_ type: ProviderServiceType, markets: [String]) {
    self.type = type
    self.markets = markets
  }
}
