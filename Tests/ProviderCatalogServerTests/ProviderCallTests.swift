import Messages
import NeighbourTesting
import RPC
import Testing

@Suite struct ProviderCallTests {
  private func ids(
    _ catalog: RunningCatalog,
    _ request: CatalogV1.ListProvidersRequest
  ) async throws -> [String] {
    try await catalog.client.listProviders(request, options: TestCaller.acme.options).providers
      .map { String($0.name.trimmingPrefix("providers/")) }
  }

  @Test func theyAreFilteredSearchedAndPaged() async throws {
    try await withCatalog { catalog in
      #expect(try await ids(catalog, .init()).count == 9)
      #expect(try await ids(catalog, .init(market: "AU")) == ["southern-cross-lines", "trunkline"])
      let tollFree = try await ids(catalog, .init(serviceType: "TOLL_FREE_NUMBERS", market: "CA"))
      #expect(tollFree == ["aldergate", "intelepeer", "trunkline"])
      #expect(try await ids(catalog, .init(query: "cross")) == ["southern-cross-lines"])
      #expect(try await ids(catalog, .init(group: .certified)).contains("mezzogiorno") == false)
      let page = try await catalog.client.listProviders(
        .init(pageSize: 4),
        options: TestCaller.acme.options
      )
      #expect(page.nextPageToken == "mistral-voix")
      let rest = try await ids(catalog, .init(pageToken: page.nextPageToken))
      #expect(rest.count == 5 && rest.first == "nordlinje")
      let wrong = await refusal { _ = try await ids(catalog, .init(serviceType: "PIGEONS", market: "gb")) }
      #expect(wrong?.code == .invalidArgument && wrong?.reason == "SERVICE_TYPE_UNKNOWN")
    }
  }

  @Test func theViewSaysHowMuch() async throws {
    try await withCatalog { catalog in
      let options = TestCaller.acme.options
      let compact = try await catalog.client.listProviders(.init(query: "rhein"), options: options)
      #expect(compact.providers.first?.services.isEmpty == true)
      let full = try await catalog.client.listProviders(.init(query: "rhein", view: .full), options: options)
      #expect(full.providers.first?.services.contains { $0.serviceType == "SERVICE_NUMBERS" } == true)
      let name = "providers/rheinruf"
      let one = try await catalog.client.getProvider(.init(name: name), options: options)
      #expect(!one.services.isEmpty && one.nonIntegrated && !one.integrated)
      let basic = try await catalog.client.getProvider(.init(name: name, view: .basic), options: options)
      #expect(basic.services.isEmpty)
      let absent = await refusal {
        _ = try await catalog.client.getProvider(.init(name: "providers/nobody"), options: options)
      }
      #expect(absent?.code == .notFound)
    }
  }

  @Test func thePartnersPreferenceIsItsOrganizationsGroup() async throws {
    try await withCatalog { catalog in
      let byOperator = TestCaller.operator.options
      try await catalog.makeOrganization()
      try await catalog.makeOrganization("globex")
      _ = try await catalog.client.createPartner(
        .init(partnerId: "north", partner: .init(displayName: "North", enrolled: true)),
        options: byOperator
      )
      _ = try await catalog.client.setManagingPartner(
        .init(name: "organizations/acme", managingPartner: "partners/north"),
        options: byOperator
      )
      let partner = try await catalog.client.setPreferredProviders(
        .init(name: "partners/north", preferredProviders: ["providers/rheinruf", "providers/mezzogiorno"]),
        options: byOperator
      )
      #expect(partner.preferredProviders == ["providers/mezzogiorno", "providers/rheinruf"])
      #expect(try await ids(catalog, .init(group: .preferred)) == ["mezzogiorno", "rheinruf"])
      #expect(try await ids(catalog, .init(group: .calling)).count == 9)
      let others = try await catalog.client.listProviders(
        .init(group: .preferred),
        options: TestCaller.globex.options
      )
      #expect(others.providers.isEmpty)
      let foreign = await refusal {
        _ = try await catalog.client.listProviders(
          .init(organization: "organizations/acme"),
          options: TestCaller.globex.options
        )
      }
      #expect(foreign?.code == .notFound)
      let unknown = await refusal {
        _ = try await catalog.client.setPreferredProviders(
          .init(name: "partners/north", preferredProviders: ["providers/nobody"]),
          options: byOperator
        )
      }
      #expect(unknown?.reason == "PROVIDER_UNKNOWN")
    }
  }

  @Test func theDirectoryIsRegional() async throws {
    try await withCatalog { catalog in
      let options = TestCaller.reader.options
      let all = try await catalog.client.listSupportDesks(.init(), options: options).desks
      #expect(all.map(\.code) == ["PHD", "PTS", "TAC", "INVOICE", "SAAS"])
      let emea = try await catalog.client.listSupportDesks(.init(region: "EMEA"), options: options).desks
      #expect(emea.allSatisfy { $0.contacts.map(\.region) == ["EMEA"] })
      let wrong = await refusal {
        _ = try await catalog.client.listSupportDesks(.init(region: "MARS"), options: options)
      }
      #expect(wrong?.reason == "REGION_UNKNOWN")
    }
  }
}
