import Telephony
import Testing

@Suite struct ProviderSearchTests {
  private let provider = Provider(
    id: "aldergate",
    displayName: "Aldergate Voice-Lines",
    summary: "Trunks.",
    family: .cloudConnected,
    isCertified: true,
    services: [
      ProviderService(.integratedCloud, markets: ["US", "GB"]),
      ProviderService(.tollFreeNumbers, markets: ["US"]),
    ],
    source: RuleSource(rule: "provider", source: "test", since: CivilDate(daysSince1970: 0))
  )

  @Test(arguments: [
    (ProviderSearch(), true), (ProviderSearch(market: "GB"), true), (ProviderSearch(market: "FR"), false),
    (ProviderSearch(service: .tollFreeNumbers), true), (ProviderSearch(service: .porting), false),
    (ProviderSearch(service: .tollFreeNumbers, market: "US"), true),
    // Both filters hold for one service, not one for each of two.
    (ProviderSearch(service: .tollFreeNumbers, market: "GB"), false),
    (ProviderSearch(query: "voi"), true), (ProviderSearch(query: "LINES alder"), true),
    (ProviderSearch(query: "gate"), false), (ProviderSearch(query: "voice porto"), false),
    (ProviderSearch(group: .preferred), false), (ProviderSearch(group: .certified), true),
    (ProviderSearch(group: .calling), true),
  ])
  func filtersAreCombined(search: ProviderSearch, isFound: Bool) {
    #expect(search.finds(provider, preferred: []) == isFound)
  }

  @Test func groupsContainEachOther() {
    #expect(provider.groups(preferred: ["aldergate"]) == [.preferred, .certified, .calling])
    var other = provider
    other.isCertified = false
    #expect(other.groups(preferred: ["aldergate"]) == [.preferred, .calling])
    #expect(other.groups(preferred: []) == [.calling])
  }
}
