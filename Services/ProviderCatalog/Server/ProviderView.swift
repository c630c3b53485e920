import Messages
import ProviderCatalogRules
import Telephony

/// Providers as one organization sees them.
struct ProviderView {
  /// Ids that its managing partner prefers.
  let preferred: Set<String>
  let locations: [CatalogV1.Location]

  func message(_ provider: Provider, isFull: Bool) -> CatalogV1.Provider {
    .init(
      name: provider.name,
      displayName: provider.displayName,
      summary: provider.summary,
      groups: provider.groups(preferred: preferred).map(CatalogV1.ProviderGroup.init),
      integrated: provider.offers(.integratedCloud),
      nonIntegrated: provider.offers(.nonIntegratedCloud),
      nonIntegratedLastDate: provider.nonIntegratedLastDay?.description ?? "",
      services: isFull
        ? provider.services.map { .init(serviceType: $0.type.rawValue, markets: $0.markets) } : [],
      relationship: relationship(provider),
      source: "\(provider.source.source), since \(provider.source.since)"
    )
  }

  /// Names of the locations that are configured with a provider.
  func locations(of provider: Provider) -> [String] {
    locations.filter { location in
      provider.family == .callingPlan
        ? location.pstnConnection == .callingPlan : location.provider == provider.name
    }
    .map(\.name)
  }

  private func relationship(_ provider: Provider) -> String {
    let isPreferred = preferred.contains(provider.id)
    let first =
      isPreferred ? "Preferred by your partner" : provider.isCertified ? "Certified" : "Not certified"
    let count = locations(of: provider).count
    let use =
      count == 0 ? "no location uses it" : count == 1 ? "1 location uses it" : "\(count) locations use it"
    return "\(first); \(use)."
  }
}

extension CatalogV1.ProviderGroup {
  init(_ group: ProviderGroup) {
    switch group {
    case .preferred: self = .preferred
    case .certified: self = .certified
    case .calling: self = .calling
    }
  }
}

extension ProviderSearch {
  /// What is looked for, or every field that is wrong.
  init(_ request: CatalogV1.ListProvidersRequest) throws(Refusal) {
    var violations: [Violation] = []
    let service = ProviderServiceType(rawValue: request.serviceType)
    if !request.serviceType.isEmpty, service == nil {
      let known = ProviderServiceType.allCases.map(\.rawValue).joined(separator: ", ")
      violations.append(
        Violation(field: "service_type", reason: "SERVICE_TYPE_UNKNOWN", description: "Give one of \(known).")
      )
    }
    let isMarket =
      request.market.utf8.count == 2 && request.market.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    if !request.market.isEmpty, !isMarket {
      violations.append(
        Violation(
          field: "market",
          reason: "INVALID_COUNTRY_CODE",
          description: "It is no code of a country. Give two upper-case letters, such as GB."
        )
      )
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    let group = ProviderGroup.allCases.first { CatalogV1.ProviderGroup($0) == request.group }
    self.init(group: group, service: service, market: request.market, query: request.query)
  }
}

extension CatalogV1.SupportDesk {
  /// - Parameter region: whose contacts are wanted; nil for all.
  init(_ desk: SupportDesk, region: SupportContact.WorldRegion?) {
    self.init(
      code: desk.code,
      displayName: desk.displayName,
      purpose: desk.purpose,
      contacts: desk.contacts.filter { region == nil || $0.region == region }.map { contact in
        .init(
          region: contact.region.rawValue,
          phoneNumber: contact.phoneNumber,
          email: contact.email,
          uri: contact.uri,
          hours: contact.hours
        )
      },
      source: "\(desk.source.source), since \(desk.source.since)"
    )
  }
}
