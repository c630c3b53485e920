import Telephony

/// A connection that is asked for.
public struct ConnectionChoice: Hashable, Sendable {
  public var connection: Location.Connection
  /// The provider of a cloud connection; nil when none is named, or none that there is.
  public var provider: Provider?
  /// The name that was given, also of a provider that there is not.
  public var providerName: String
  public var integration: Location.Integration?
  public var subscription: Location.Subscription?
  public var contact: ContractContact?

  /// Takes what the caller gave; nothing is checked.
  public init(
    connection: Location.Connection,
    provider: Provider? = nil,
    providerName: String = "",
    integration: Location.Integration? = nil,
    subscription: Location.Subscription? = nil,
    contact: ContractContact? = nil
  ) {
    self.connection = connection
    self.provider = provider
    self.providerName = providerName
    self.integration = integration
    self.subscription = subscription
    self.contact = contact
  }

  /// The kind of connection that is asked for.
  var kind: ConnectionKind? {
    ConnectionKind(connection, integration: integration, family: provider?.family)
  }

  /// Every field that is wrong.
  func violations(country: String) -> [Violation] {
    guard connection != .none else {
      return [.required("pstn_connection", "CALLING_PLAN, CLOUD_CONNECTED or PREMISES")]
    }
    return (connection == .cloudConnected ? cloudViolations(country) : strangers) + contactViolations
  }

  private var contactViolations: [Violation] {
    // Whoever bills here needs somebody who signs.
    let isNeeded = connection == .callingPlan || integration == .integrated
    if let contact { return contact.violations(path: "contract_contact") }
    return isNeeded ? [.required("contract_contact", "the contract signatory")] : []
  }

  private func cloudViolations(_ country: String) -> [Violation] {
    guard !providerName.isEmpty else {
      return [.required("provider", "the provider, such as providers/aldergate")]
    }
    guard let provider, provider.family != .callingPlan else {
      return [
        Violation(
          field: "provider",
          reason: "PROVIDER_UNKNOWN",
          description: "It is no cloud connected provider. Give a name that ListProviders answers."
        )
      ]
    }
    guard let integration else { return [.required("integration", "INTEGRATED or NON_INTEGRATED")] }
    let service: ProviderServiceType = integration == .integrated ? .integratedCloud : .nonIntegratedCloud
    guard provider.offers(service) else {
      return [
        Violation(
          field: "integration",
          reason: "INTEGRATION_NOT_OFFERED",
          description: "\(provider.name) does not offer \(service.rawValue). GetProvider says what it offers."
        )
      ]
    }
    guard !provider.offers(service, in: country) else { return [] }
    return [
      Violation(
        field: "provider",
        reason: "PROVIDER_NOT_IN_MARKET",
        description:
          "\(provider.name) does not offer \(service.rawValue) in \(country). ListProviders with market finds who does."
      )
    ]
  }

  /// What only a cloud connection takes.
  private var strangers: [Violation] {
    [("provider", !providerName.isEmpty), ("integration", integration != nil)].compactMap { field, isGiven in
      guard isGiven else { return nil }
      return Violation(
        field: field,
        reason: "NOT_TAKEN",
        description: "Only CLOUD_CONNECTED takes it. Leave it out, or choose CLOUD_CONNECTED."
      )
    }
  }
}
