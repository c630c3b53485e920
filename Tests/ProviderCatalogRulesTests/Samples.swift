import ProviderCatalogRules
import Telephony

let noon = Instant(milliseconds: 1_795_435_200_000)

enum Sample {
  static func organization(
    _ accountType: Organization.AccountType = .paid,
    outboundCallingPlans: Int32 = 1
  ) -> Organization {
    Organization(
      id: "acme",
      displayName: "Acme",
      accountType: accountType,
      licenses: Licenses(outboundCallingPlans: outboundCallingPlans),
      createTime: noon,
      updateTime: noon,
      version: 1
    )
  }

  static let country = Country(
    code: "US",
    displayName: "United States",
    ordering: .selfService,
    numberTypes: [.local, .tollFree],
    blockSizes: [10, 50, 100],
    maximumNumbersPerOrder: 100,
    offersTollFree: true,
    offersServiceNumbers: true,
    timeZones: ["America/New_York", "America/Chicago"],
    porting: PortingRules(
      types: [.standard],
      schedule: PortSchedule([PortLeadTime(.standard, businessDays: 2, cancellationBusinessDays: 5)]),
      hours: [],
      hasFixedHours: false,
      answersAtOnce: true,
      movesMessaging: true,
      tellsCompletion: false,
      letter: .signedHere,
      fields: [],
      documents: []
    ),
    address: AddressRules(fields: [], postalCodeForms: [], postalCodeExample: ""),
    sources: []
  )

  static let draft = LocationDraft(
    displayName: "Head office",
    countryCode: "US",
    timeZone: "America/Chicago"
  )

  static let contact = ContractContact(
    givenName: "Ada",
    familyName: "Byron",
    email: "ada@example.com",
    phoneNumber: "+12015550123"
  )

  static func location() throws -> Location {
    try Location.create(
      id: "head-office",
      in: organization(),
      from: draft,
      country: country,
      existing: 0,
      now: noon
    )
  }
}

/// What a rule refuses with.
func refusal(_ body: () throws -> Void) -> Refusal? {
  do {
    try body()
    return nil
  } catch {
    return error as? Refusal
  }
}

extension Sample {
  static let provider = Provider(
    id: "aldergate",
    displayName: "Aldergate Voice",
    summary: "Trunks.",
    family: .cloudConnected,
    isCertified: true,
    services: [
      ProviderService(.integratedCloud, markets: ["US", "GB"]),
      ProviderService(.nonIntegratedCloud, markets: ["US", "GB"]),
      ProviderService(.tollFreeNumbers, markets: ["US"]),
    ],
    nonIntegratedLastDay: CivilDate("2027-06-30"),
    source: RuleSource(rule: "provider", source: "test", since: CivilDate(daysSince1970: 0))
  )
}
