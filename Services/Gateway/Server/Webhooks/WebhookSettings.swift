import GatewayRules

/// How webhooks are sent, and where they may be sent.
public struct WebhookSettings: Sendable {
  /// Networks that may be reached though they are not public.
  public var allowedNetworks: [Network]
  /// Whether `http` is taken beside `https`.
  public var allowsClearText: Bool
  /// How long a receiver may take.
  public var timeout: Duration
  public var schedule: RetrySchedule

  public init(
    allowedNetworks: [Network] = [],
    allowsClearText: Bool = false,
    timeout: Duration = .seconds(10),
    schedule: RetrySchedule = RetrySchedule()
  ) {
    self.allowedNetworks = allowedNetworks
    self.allowsClearText = allowsClearText
    self.timeout = timeout
    self.schedule = schedule
  }

  /// Most webhooks of an organization.
  static let mostPerOrganization = 20
  /// How long deliveries are signed with the secret before as well.
  static let rotationOverlap = Duration.seconds(86_400)

  func mayReach(_ address: NetworkAddress) -> Bool {
    address.isPublic || allowedNetworks.contains { $0.contains(address) }
  }
}
