import Telephony

/// A site of an organization, in one country, with one PSTN connection (domain.md section 1).
public struct Location: Hashable, Sendable {
  /// How it reaches the public telephone network.
  public enum Connection: String, Hashable, Sendable {
    /// None chosen yet.
    case none = "NONE"
    /// The calling plan of this suite.
    case callingPlan = "CALLING_PLAN"
    /// A cloud connected provider.
    case cloudConnected = "CLOUD_CONNECTED"
    /// A local gateway.
    case premises = "PREMISES"
  }

  /// Whether a cloud connected provider is built into the suite.
  public enum Integration: String, Hashable, Sendable {
    case integrated = "INTEGRATED"
    case nonIntegrated = "NON_INTEGRATED"
  }

  /// What its users are subscribed to.
  public enum Subscription: String, Hashable, Sendable {
    case callingPlan = "OUTBOUND_CALLING_PLAN"
    /// Takes one service-number licence of the organization (D).
    case withServiceNumbers = "OUTBOUND_CALLING_PLAN_WITH_SERVICE_NUMBERS"
  }

  /// Id of its organization.
  public let organization: String
  /// Last part of its name.
  public let id: String
  /// What people call it.
  public var displayName: String
  /// ISO 3166-1 alpha-2 code of its country, which never changes.
  public let countryCode: String
  /// Second part of the ISO 3166-2 code of its region, which decides its holidays; empty when not given.
  public var region: String
  /// IANA name of its time zone.
  public var timeZone: String
  /// The chosen connection.
  public var connection: Connection
  /// Id of the provider of a cloud connection; empty for none.
  public var provider: String
  /// Whether that provider is integrated; nil for other connections.
  public var integration: Integration?
  /// Nil without the calling plan.
  public var subscription: Subscription?
  /// Whether its local gateway is enabled, which PREMISES needs.
  public var hasLocalGateway: Bool
  /// The contract signatory.
  public var contractContact: ContractContact?
  /// When it was created.
  public let createTime: Instant
  /// When it last changed.
  public var updateTime: Instant
  /// 1 when it is new, one more with every change.
  public var version: Int64

  /// Puts together what was stored; nothing is checked.
  public init(
    organization: String,
    id: String,
    displayName: String,
    countryCode: String,
    region: String = "",
    timeZone: String,
    connection: Connection,
    provider: String = "",
    integration: Integration? = nil,
    subscription: Subscription? = nil,
    hasLocalGateway: Bool = false,
    contractContact: ContractContact?,
    createTime: Instant,
    updateTime: Instant,
    version: Int64
  ) {
    self.organization = organization
    self.id = id
    self.displayName = displayName
    self.countryCode = countryCode
    self.region = region
    self.timeZone = timeZone
    self.connection = connection
    self.provider = provider
    self.integration = integration
    self.subscription = subscription
    self.hasLocalGateway = hasLocalGateway
    self.contractContact = contractContact
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// `organizations/{organization}/locations/{location}`.
  public var name: String { "organizations/\(organization)/locations/\(id)" }
}
