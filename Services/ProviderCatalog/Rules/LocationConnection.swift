import Telephony

/// What there is around a location whose connection is chosen.
public struct ConnectionSurroundings: Hashable, Sendable {
  public var organization: Organization
  /// The provider of the connection that the location has; nil for none.
  public var currentProvider: Provider?
  /// Other locations of the organization whose subscription has service numbers.
  public var otherServiceSubscriptions: Int
  /// Whether a location that has a connection is refused, also the same: a set-up takes back what it did itself only.
  public var isFirst: Bool

  public init(
    organization: Organization,
    currentProvider: Provider? = nil,
    otherServiceSubscriptions: Int = 0,
    isFirst: Bool = false
  ) {
    self.organization = organization
    self.currentProvider = currentProvider
    self.otherServiceSubscriptions = otherServiceSubscriptions
    self.isFirst = isFirst
  }
}

extension Location {
  /// The kind of its connection; nil for none.
  public func kind(_ provider: Provider?) -> ConnectionKind? {
    ConnectionKind(connection, integration: integration, family: provider?.family)
  }

  /// Whether its integrated provider has no service numbers in its country (domain.md section 3). What others have is
  /// agreed upon elsewhere.
  public func lacksServiceNumbers(_ provider: Provider?) -> Bool {
    guard integration == .integrated, let provider else { return false }
    return !provider.services.contains { $0.type == .serviceNumbers && $0.markets.contains(countryCode) }
  }

  /// The location with the connection that is asked for, or why not. Asking again changes the signatory and nothing
  /// else.
  public func connected(
    _ choice: ConnectionChoice,
    _ surroundings: ConnectionSurroundings,
    now: Instant
  ) throws(Refusal) -> Location {
    let violations = choice.violations(country: countryCode)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    try checkPath(choice, surroundings)
    try checkConditions(choice, surroundings)
    return changed(now) { location in
      location.connection = choice.connection
      location.provider = choice.provider?.id ?? ""
      location.integration = choice.integration
      location.subscription =
        choice.connection == .callingPlan
        ? choice.subscription ?? subscription ?? .callingPlan : nil
      location.contractContact = choice.contact
    }
  }

  /// The location with the calling plan as its first connection (domain.md section 2: choose the connection, name the
  /// signatory). Doing it again changes the signatory.
  public func callingPlanEnabled(
    for organization: Organization,
    contact: ContractContact,
    now: Instant
  ) throws(Refusal) -> Location {
    guard connection == .none || connection == .callingPlan else { throw otherConnection }
    let choice = ConnectionChoice(connection: .callingPlan, contact: contact)
    return try connected(choice, ConnectionSurroundings(organization: organization), now: now)
  }

  private func checkPath(_ choice: ConnectionChoice, _ surroundings: ConnectionSurroundings) throws(Refusal) {
    guard let from = kind(surroundings.currentProvider), let to = choice.kind else { return }
    guard !surroundings.isFirst else { throw otherConnection }
    if from == to, provider == choice.provider?.id ?? "" { return }
    let plan = MigrationPlan(from: from, to: to)
    guard plan.path != .selfService else { return }
    let isManual = plan.path == .manual
    throw Refusal(
      .precondition,
      isManual ? "MIGRATION_MANUAL" : "MIGRATION_UNSUPPORTED",
      "\(name) cannot go from \(from.rawValue) to \(to.rawValue) by itself. "
        + (isManual ? plan.steps : plan.consequences).joined(separator: " "),
      metadata: ["resource": name, "from": from.rawValue, "to": to.rawValue]
    )
  }

  private func checkConditions(
    _ choice: ConnectionChoice,
    _ surroundings: ConnectionSurroundings
  ) throws(Refusal) {
    switch choice.connection {
    case .callingPlan:
      guard surroundings.organization.mayUseCallingPlan else {
        throw Self.outboundCallingPlanRequired(surroundings.organization)
      }
      if choice.subscription == .withServiceNumbers { try checkServiceNumbers(surroundings) }
    case .premises where !hasLocalGateway: throw localGatewayNotEnabled
    case .none, .cloudConnected, .premises: return
    }
  }

  private func checkServiceNumbers(_ surroundings: ConnectionSurroundings) throws(Refusal) {
    let organization = surroundings.organization
    guard organization.accountType == .paid else {
      throw Refusal(
        .precondition,
        "NOT_AVAILABLE_ON_TRIAL",
        "\(organization.name) is a trial, which has no service numbers. Convert it first.",
        metadata: ["organization": organization.name]
      )
    }
    guard surroundings.otherServiceSubscriptions < Int(organization.licenses.serviceNumbers) else {
      throw Refusal(
        .precondition,
        "SERVICE_LICENSE_REQUIRED",
        "\(organization.name) has no service-number licence left. Have its operator license one more.",
        metadata: ["organization": organization.name]
      )
    }
  }

  /// The location without the connection that a set-up gave it. One that changed since is left as it is: what was
  /// changed by hand is not the set-up's to take back.
  public func reverted(to version: Int64, now: Instant) -> Location {
    guard self.version == version, connection != .none else { return self }
    return changed(now) { location in
      location.connection = .none
      location.provider = ""
      location.integration = nil
      location.subscription = nil
      location.contractContact = nil
    }
  }

  /// The location with its local gateway enabled or not (domain.md section 2).
  public func withLocalGateway(_ isEnabled: Bool, now: Instant) throws(Refusal) -> Location {
    guard isEnabled || connection != .premises else {
      throw Refusal(
        .precondition,
        "LOCAL_GATEWAY_IN_USE",
        "\(name) is connected through its local gateway. Migrate it to another connection first.",
        metadata: ["resource": name]
      )
    }
    guard isEnabled != hasLocalGateway else { return self }
    return changed(now) { $0.hasLocalGateway = isEnabled }
  }

  private func changed(_ now: Instant, _ change: (inout Location) -> Void) -> Location {
    var changed = self
    change(&changed)
    guard changed != self else { return self }
    changed.updateTime = max(now, updateTime)
    changed.version += 1
    return changed
  }

  private static func outboundCallingPlanRequired(_ organization: Organization) -> Refusal {
    Refusal(
      .precondition,
      "OUTBOUND_CALLING_PLAN_REQUIRED",
      "\(organization.name) has no committed outbound calling plan. Have its operator license one.",
      metadata: ["organization": organization.name]
    )
  }

  private var localGatewayNotEnabled: Refusal {
    Refusal(
      .precondition,
      "LOCAL_GATEWAY_NOT_ENABLED",
      "\(name) has no enabled local gateway. Enable it, then choose PREMISES.",
      metadata: ["resource": name]
    )
  }

  // Changing a chosen connection is a migration (domain.md section 8), which is not enabling.
  private var otherConnection: Refusal {
    Refusal(
      .precondition,
      "PSTN_CONNECTION_CHOSEN",
      "\(name) has the connection \(connection.rawValue). Migrate it, or make a new location.",
      metadata: ["resource": name, "connection": connection.rawValue]
    )
  }
}
