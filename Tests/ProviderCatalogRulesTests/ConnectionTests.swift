import ProviderCatalogRules
import Telephony
import Testing

@Suite struct ConnectionTests {
  private let callingPlan = ConnectionChoice(connection: .callingPlan, contact: Sample.contact)
  private let premises = ConnectionChoice(connection: .premises)

  private func cloud(
    _ integration: Location.Integration? = .integrated,
    _ provider: Provider? = Sample.provider
  ) -> ConnectionChoice {
    ConnectionChoice(
      connection: .cloudConnected,
      provider: provider,
      providerName: "providers/aldergate",
      integration: integration,
      contact: Sample.contact
    )
  }

  private func connect(
    _ location: Location,
    _ choice: ConnectionChoice,
    _ organization: Organization = Sample.organization(),
    current: Provider? = nil,
    others: Int = 0
  ) throws -> Location {
    let surroundings = ConnectionSurroundings(
      organization: organization,
      currentProvider: current,
      otherServiceSubscriptions: others
    )
    return try location.connected(choice, surroundings, now: noon)
  }

  @Test func everyConnectionCanBeTheFirst() throws {
    let location = try Sample.location()
    #expect(try connect(location, callingPlan).subscription == .callingPlan)
    let connected = try connect(location, cloud())
    #expect(connected.provider == "aldergate" && connected.integration == .integrated)
    let gateway = try location.withLocalGateway(true, now: noon)
    #expect(try connect(gateway, premises).connection == .premises)
  }

  @Test func askingAgainChangesNothing() throws {
    let connected = try connect(Sample.location(), cloud())
    #expect(try connect(connected, cloud(), current: Sample.provider) == connected)
  }

  @Test func premisesNeedTheirGatewayFirstAndKeepIt() throws {
    let location = try Sample.location()
    let refused = refusal { _ = try connect(location, premises) }
    #expect(refused?.reason == "LOCAL_GATEWAY_NOT_ENABLED" && refused?.kind == .precondition)
    let connected = try connect(location.withLocalGateway(true, now: noon), premises)
    let inUse = refusal { _ = try connected.withLocalGateway(false, now: noon) }
    #expect(inUse?.reason == "LOCAL_GATEWAY_IN_USE")
    #expect(try !location.withLocalGateway(false, now: noon).hasLocalGateway)
  }

  @Test func selfServiceMigrationsAreDoneOthersRefused() throws {
    let integrated = try connect(Sample.location(), cloud())
    let portal = try connect(Sample.location(), cloud(.nonIntegrated))
    #expect(try connect(portal, cloud(), current: Sample.provider).integration == .integrated)
    #expect(try connect(portal, callingPlan, current: Sample.provider).provider.isEmpty)
    let manual = refusal { _ = try connect(integrated, cloud(.nonIntegrated), current: Sample.provider) }
    #expect(manual?.reason == "MIGRATION_MANUAL")
    #expect(manual?.message.contains("new location") == true)
    let planned = try connect(Sample.location(), callingPlan)
    #expect(refusal { _ = try connect(planned, cloud()) }?.reason == "MIGRATION_UNSUPPORTED")
  }

  @Test func everyWrongFieldIsNamed() throws {
    let location = try Sample.location()
    func violations(_ choice: ConnectionChoice) -> [String] {
      (refusal { _ = try connect(location, choice) }?.violations ?? []).map { "\($0.field) \($0.reason)" }
    }
    var provider = Sample.provider
    provider.services = [ProviderService(.nonIntegratedCloud, markets: ["FR"])]
    var noContact = cloud()
    noContact.contact = nil
    var stranger = callingPlan
    stranger.providerName = "providers/aldergate"
    stranger.integration = .integrated
    #expect(violations(ConnectionChoice(connection: .none)) == ["pstn_connection REQUIRED"])
    #expect(violations(cloud(.integrated, nil)) == ["provider PROVIDER_UNKNOWN"])
    #expect(violations(cloud(nil)) == ["integration REQUIRED"])
    #expect(violations(cloud(.integrated, provider)) == ["integration INTEGRATION_NOT_OFFERED"])
    #expect(violations(cloud(.nonIntegrated, provider)) == ["provider PROVIDER_NOT_IN_MARKET"])
    #expect(violations(noContact) == ["contract_contact REQUIRED"])
    #expect(violations(stranger) == ["provider NOT_TAKEN", "integration NOT_TAKEN"])
    let empty = ConnectionChoice(connection: .cloudConnected, integration: .integrated)
    #expect(violations(empty) == ["provider REQUIRED", "contract_contact REQUIRED"])
  }

  @Test func serviceNumbersTakeALicenceEach() throws {
    var choice = callingPlan
    choice.subscription = .withServiceNumbers
    let location = try Sample.location()
    var organization = Sample.organization()
    #expect(refusal { _ = try connect(location, choice) }?.reason == "SERVICE_LICENSE_REQUIRED")
    organization.licenses.serviceNumbers = 1
    #expect(try connect(location, choice, organization).subscription == .withServiceNumbers)
    let second = refusal { _ = try connect(location, choice, organization, others: 1) }
    #expect(second?.reason == "SERVICE_LICENSE_REQUIRED")
    let trial = refusal { _ = try connect(location, choice, Sample.organization(.trial)) }
    #expect(trial?.reason == "NOT_AVAILABLE_ON_TRIAL")
  }

  @Test func aSetUpTakesBackOnlyItsOwn() throws {
    let connected = try connect(Sample.location(), callingPlan)
    let reverted = connected.reverted(to: connected.version, now: noon)
    #expect(reverted.connection == .none && reverted.contractContact == nil)
    #expect(reverted.version == connected.version + 1)
    #expect(connected.reverted(to: connected.version - 1, now: noon) == connected)
    #expect(reverted.reverted(to: connected.version, now: noon) == reverted)
  }
}
