/// The groups in which providers are shown; every provider is in the last one and stays visible (domain.md section 8).
public enum ProviderGroup: Hashable, Sendable, CaseIterable {
  /// By the managing partner.
  case preferred
  case certified
  /// All that can be used for calling.
  case calling
}

/// Which providers are looked for.
public struct ProviderSearch: Hashable, Sendable {
  public var group: ProviderGroup?
  public var service: ProviderServiceType?
  /// A country, upper case; empty for any.
  public var market: String
  /// What words of the name begin with, in any case; empty for any.
  public var query: String

  public init(
    group: ProviderGroup? = nil,
    service: ProviderServiceType? = nil,
    market: String = "",
    query: String = ""
  ) {
    self.group = group
    self.service = service
    self.market = market
    self.query = query
  }

  /// Whether it is one of them. With service and market the service has to be offered in that market.
  public func finds(_ provider: Provider, preferred: Set<String>) -> Bool {
    let isInGroup = group.map(provider.groups(preferred: preferred).contains) ?? true
    return isInGroup && hasServices(provider) && hasName(provider)
  }

  private func hasServices(_ provider: Provider) -> Bool {
    let types = service.map { [$0] } ?? ProviderServiceType.allCases
    return types.contains { provider.offers($0, in: market.isEmpty ? nil : market) }
  }

  private func hasName(_ provider: Provider) -> Bool {
    let words = provider.displayName.lowercased().split { !$0.isLetter && !$0.isNumber }
    return query.lowercased().split { !$0.isLetter && !$0.isNumber }
      .allSatisfy { wanted in words.contains { $0.hasPrefix(wanted) } }
  }
}

extension Provider {
  /// The groups in which an organization sees it.
  ///
  /// - Parameter preferred: ids that its managing partner prefers.
  public func groups(preferred: Set<String>) -> [ProviderGroup] {
    (preferred.contains(id) ? [.preferred] : []) + (isCertified ? [.certified] : []) + [.calling]
  }
}
