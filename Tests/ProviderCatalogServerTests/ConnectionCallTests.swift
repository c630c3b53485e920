import Messages
import NeighbourTesting
import RPC
import StorageTesting
import Testing

@Suite struct ConnectionCallTests {
  static let name = "organizations/acme/locations/head-office"
  static let contact = CatalogV1.ContractContact(
    givenName: "Ada",
    familyName: "Byron",
    email: "ada@example.com",
    phoneNumber: "+12015550123"
  )

  private func choice(
    _ integration: CatalogV1.Integration,
    provider: String = "providers/aldergate",
    requestID: String = ""
  ) -> CatalogV1.ChooseConnectionRequest {
    .init(
      name: Self.name,
      pstnConnection: .cloudConnected,
      provider: provider,
      integration: integration,
      contractContact: Self.contact,
      requestId: requestID
    )
  }

  private func withLocation(_ body: (RunningCatalog) async throws -> Void) async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      try await catalog.makeLocation()
      try await body(catalog)
    }
  }

  @Test func aProviderIsSelectedAndItsLocationsAreShown() async throws {
    try await withLocation { catalog in
      let options = TestCaller.acme.options
      var dryRun = choice(.nonIntegrated)
      dryRun.validateOnly = true
      _ = try await catalog.client.chooseConnection(dryRun, options: options)
      let before = try await catalog.client.getLocation(.init(name: Self.name), options: options)
      #expect(before.pstnConnection == .unspecified)
      let chosen = try await catalog.client.chooseConnection(choice(.nonIntegrated), options: options)
      #expect(chosen.provider == "providers/aldergate" && chosen.integration == .nonIntegrated)
      let provider = try await catalog.client.getProvider(
        .init(name: "providers/aldergate"),
        options: options
      )
      #expect(provider.locations == [Self.name])
      #expect(provider.relationship == "Certified; 1 location uses it.")
      let stranger = try await catalog.client.getProvider(
        .init(name: "providers/aldergate"),
        options: TestCaller.globex.options
      )
      #expect(stranger.locations.isEmpty)
    }
  }

  /// domain.md section 3: a provider that supports service numbers. Aldergate has none in the United States.
  @Test func aLocationSaysWhetherItsProviderHasServiceNumbers() async throws {
    try await withLocation { catalog in
      let options = TestCaller.acme.options
      let elsewhere = try await catalog.client.chooseConnection(choice(.nonIntegrated), options: options)
      // What others have is not known here.
      #expect(!elsewhere.lacksServiceNumbers)
      let integrated = try await catalog.client.chooseConnection(choice(.integrated), options: options)
      #expect(integrated.lacksServiceNumbers)
      let read = try await catalog.client.getLocation(.init(name: Self.name), options: options)
      #expect(read.lacksServiceNumbers)
    }
  }

  @Test func aBannerSaysWhoHasToMigrateUntilTheyHave() async throws {
    try await withLocation { catalog in
      let options = TestCaller.acme.options
      let request = CatalogV1.ListRequiredMigrationsRequest(parent: "organizations/acme")
      #expect(try await catalog.client.listRequiredMigrations(request, options: options).banner.isEmpty)
      _ = try await catalog.client.chooseConnection(choice(.nonIntegrated), options: options)
      let answer = try await catalog.client.listRequiredMigrations(request, options: options)
      #expect(answer.banner.contains("1 location has to migrate"))
      #expect(answer.migrations.map(\.lastDate) == ["2027-06-30"])
      #expect(answer.migrations.first?.plan?.path == .selfService)
      let plan = try await catalog.client.planMigration(
        .init(location: Self.name, to: .integratedCcp),
        options: options
      )
      #expect(plan.from == .nonIntegratedCcp && plan.path == .selfService && !plan.steps.isEmpty)
      _ = try await catalog.client.chooseConnection(choice(.integrated), options: options)
      #expect(try await catalog.client.listRequiredMigrations(request, options: options).migrations.isEmpty)
      let back = await refusal {
        _ = try await catalog.client.chooseConnection(choice(.nonIntegrated), options: options)
      }
      #expect(back?.code == .failedPrecondition && back?.reason == "MIGRATION_MANUAL")
    }
  }

  @Test func whatASetUpChoseCanBeTakenBackOnce() async throws {
    try await withLocation { catalog in
      let id = "7f1ad5b4-5c43-4d6f-8c2f-0f1c9a1d2e3f"
      let chosen = try await catalog.client.chooseConnection(
        choice(.integrated, requestID: id),
        options: TestCaller.acme.options
      )
      let again = try await catalog.client.chooseConnection(
        choice(.integrated, requestID: id),
        options: TestCaller.acme.options
      )
      #expect(again == chosen)
      let request = CatalogV1.RevertConnectionRequest(name: Self.name, etag: chosen.etag)
      let forbidden = await refusal {
        _ = try await catalog.client.revertConnection(request, options: TestCaller.acme.options)
      }
      #expect(forbidden?.code == .permissionDenied)
      let nameless = await refusal {
        _ = try await catalog.client.revertConnection(
          .init(name: Self.name, etag: "7"),
          options: TestCaller.operator.options
        )
      }
      #expect(nameless?.reason == "INVALID_ETAG")
      let reverted = try await catalog.client.revertConnection(request, options: TestCaller.operator.options)
      #expect(reverted.pstnConnection == .unspecified && reverted.contractContact == nil)
      let twice = try await catalog.client.revertConnection(request, options: TestCaller.operator.options)
      #expect(twice == reverted)
      // Creation, choice, taking back: what changes nothing is no event.
      let events = try await catalog.events(after: 0, count: 4)
      #expect(events.count == 4)
    }
  }

  @Test func theLocalGatewayComesFirst() async throws {
    try await withLocation { catalog in
      let options = TestCaller.acme.options
      let premises = CatalogV1.ChooseConnectionRequest(name: Self.name, pstnConnection: .premises)
      let refused = await refusal {
        _ = try await catalog.client.chooseConnection(premises, options: options)
      }
      #expect(refused?.reason == "LOCAL_GATEWAY_NOT_ENABLED")
      _ = try await catalog.client.setLocalGateway(.init(name: Self.name, enabled: true), options: options)
      let connected = try await catalog.client.chooseConnection(premises, options: options)
      #expect(connected.pstnConnection == .premises && connected.localGatewayEnabled)
      let inUse = await refusal {
        _ = try await catalog.client.setLocalGateway(.init(name: Self.name), options: options)
      }
      #expect(inUse?.reason == "LOCAL_GATEWAY_IN_USE")
    }
  }

  @Test func aMigrationNeedsSomethingToMigrateFrom() async throws {
    try await withLocation { catalog in
      let options = TestCaller.acme.options
      let none = await refusal {
        _ = try await catalog.client.planMigration(
          .init(location: Self.name, to: .localGateway),
          options: options
        )
      }
      #expect(none?.reason == "PSTN_CONNECTION_NOT_CHOSEN")
      let empty = await refusal { _ = try await catalog.client.planMigration(.init(), options: options) }
      #expect(empty?.code == .invalidArgument)
      let unlisted = try await catalog.client.planMigration(
        .init(from: .callingPlanConnection, to: .integratedIntelepeer),
        options: options
      )
      #expect(unlisted.path == .unsupported)
    }
  }

  @Test func aRestartKeepsTheConnection() async throws {
    let directory = try TemporaryDirectory()
    try await withCatalog(in: directory) { catalog in
      try await catalog.makeOrganization()
      try await catalog.makeLocation()
      _ = try await catalog.client.chooseConnection(
        choice(.nonIntegrated),
        options: TestCaller.acme.options
      )
    }
    try await withCatalog(in: directory) { catalog in
      let location = try await catalog.client.getLocation(
        .init(name: Self.name),
        options: TestCaller.acme.options
      )
      #expect(location.provider == "providers/aldergate" && location.integration == .nonIntegrated)
      let contact = try await catalog.client.getContractContact(
        .init(name: Self.name),
        options: TestCaller.acme.options
      )
      #expect(contact == Self.contact && location.contractContact == nil)
    }
  }
}
