import Messages
import RPC
import Synchronization

/// Stands in for the catalog: tells the organizations, partners, locations and countries of the tests, and then what a
/// test publishes.
///
/// `acme` has another location, `new`, whose event never comes.
public final class FakeCatalog: Sendable {
  private struct State {
    var resources: [CatalogV1.CatalogEvent.Resource] = FakeCatalog.beginning
    var followers: [AsyncStream<Void>.Continuation] = []
    var requirementGroups: [CatalogV1.RequirementGroup] = []
  }

  private let state: Mutex<State>

  public init() { state = Mutex(State()) }

  /// With other countries and locations; organizations and partners are the same.
  public init(countries: [CatalogV1.Country], locations: [CatalogV1.Location]) {
    let others = FakeCatalog.beginning.filter { resource in
      switch resource {
      case .organization, .partner: true
      case .country, .location, .noticeAddresses: false
      }
    }
    state = Mutex(
      State(resources: countries.map { .country($0) } + others + locations.map { .location($0) })
    )
  }

  /// A catalog of its own, for tests that publish nothing.
  public static var definition: ServiceDefinition { FakeCatalog().definition }

  /// Tells something new, or what has changed.
  public func publish(_ resource: CatalogV1.CatalogEvent.Resource) {
    let followers = state.withLock { state in
      state.resources.append(resource)
      return state.followers
    }
    for follower in followers { follower.yield() }
  }

  /// Keeps a requirement group, in the place of one of the same name. Each of its documents is a small PDF.
  public func keep(_ group: CatalogV1.RequirementGroup) {
    state.withLock { state in
      state.requirementGroups.removeAll { $0.name == group.name }
      state.requirementGroups.append(group)
    }
  }

  private func requirementGroup(_ name: String) throws -> CatalogV1.RequirementGroup {
    guard let found = state.withLock({ $0.requirementGroups.first { $0.name == name } }) else {
      throw RPCError(.notFound, reason: "RESOURCE_NOT_FOUND", message: "There is none.")
    }
    return found
  }

  public var definition: ServiceDefinition {
    typealias Methods = CatalogV1.ProviderCatalogServiceMethods
    return ServiceDefinition(
      name: "trunkline.catalog.v1.ProviderCatalogService",
      methods: [
        .serverStreaming(Methods.watchEvents) {
          (
            request: CatalogV1.WatchEventsRequest,
            responses: ResponseWriter<CatalogV1.CatalogEvent>,
            _: ServerContext
          ) in try await self.follow(after: request.cursor, responses)
        },
        .unary(Methods.getRequirementGroup) { (request: CatalogV1.GetRequirementGroupRequest, _) in
          try self.requirementGroup(request.name)
        },
        .unary(Methods.getRequirementDocument) { (request: CatalogV1.GetRequirementDocumentRequest, _) in
          let group = try self.requirementGroup(request.name)
          return CatalogV1.RequirementDocumentContent(
            document: group.documents.first { $0.kind == request.kind },
            content: Array("%PDF-1.7 \(request.kind)".utf8)
          )
        },
        .unary(Methods.getOrganization) { (request: CatalogV1.GetOrganizationRequest, _) in
          try self.found { resource -> CatalogV1.Organization? in
            guard case .organization(let found) = resource, found.name == request.name else { return nil }
            return found
          }
        },
        .unary(Methods.getPartner) { (request: CatalogV1.GetPartnerRequest, _) in
          try self.found { resource -> CatalogV1.Partner? in
            guard case .partner(let found) = resource, found.name == request.name else { return nil }
            return found
          }
        },
        .unary(Methods.getCountry) { (request: CatalogV1.GetCountryRequest, _) in
          try self.found { resource -> CatalogV1.Country? in
            guard case .country(let found) = resource, found.name == request.name else { return nil }
            return found
          }
        },
        .unary(Methods.getLocation) { (request: CatalogV1.GetLocationRequest, _) in
          let new = Self.location("acme", "new", .callingPlan)
          if request.name == new.name { return new }
          return try self.found { resource -> CatalogV1.Location? in
            guard case .location(let found) = resource, found.name == request.name else { return nil }
            return found
          }
        },
      ]
    )
  }

  private func follow(
    after cursor: Int64,
    _ responses: ResponseWriter<CatalogV1.CatalogEvent>
  ) async throws {
    let (wakeUps, wakeUp) = AsyncStream.makeStream(of: Void.self)
    state.withLock { $0.followers.append(wakeUp) }
    wakeUp.yield()
    var written = Int(cursor)
    for await _ in wakeUps {
      for resource in state.withLock({ $0.resources.dropFirst(written) }) {
        written += 1
        try await responses.write(CatalogV1.CatalogEvent(sequence: Int64(written), resource: resource))
      }
    }
  }

  /// The newest version of a resource.
  private func found<Resource: Sendable>(
    _ match: (CatalogV1.CatalogEvent.Resource) -> Resource?
  ) throws -> Resource {
    let resources = state.withLock { $0.resources }
    guard let found = resources.lazy.reversed().compactMap(match).first else {
      throw RPCError(.notFound, reason: "RESOURCE_NOT_FOUND", message: "There is none.")
    }
    return found
  }
}

// MARK: - What there is
extension FakeCatalog {
  private static let beginning: [CatalogV1.CatalogEvent.Resource] =
    [us, germany, australia].map { .country($0) }
    + [partner("agent", isEnrolled: true), partner("newcomer", isEnrolled: false)].map { .partner($0) }
    + [
      organization("acme", .paid, plans: 1, partner: "agent"), organization("unlicensed", .paid, plans: 0),
      organization("trial", .trial, plans: 0), organization("other", .paid, plans: 1, partner: "newcomer"),
    ].map { .organization($0) }
    + [
      location("acme", "hq", .callingPlan), location("acme", "bare", .unspecified),
      location("acme", "berlin", .callingPlan, country: "DE"),
      location("acme", "sydney", .callingPlan, country: "AU"),
      location("unlicensed", "hq", .callingPlan), location("trial", "hq", .callingPlan),
      location("other", "hq", .callingPlan),
    ].map { .location($0) }

  private static let us = CatalogV1.Country(
    name: "countries/us",
    countryCode: "US",
    ordering: .selfService,
    numberTypes: ["LOCAL", "TOLL_FREE"],
    blockSizes: [10, 50, 100],
    maxNumbersPerOrder: 100,
    tollFree: true,
    serviceNumbers: true,
    timeZones: ["America/New_York"],
    useLimits: [
      .notForContactCenters, .notForResale, .noX11But911, .someDestinationsClosed, .callerNameMayDiffer,
    ]
  )

  private static let germany = CatalogV1.Country(
    name: "countries/de",
    countryCode: "DE",
    ordering: .assisted,
    numberTypes: ["LOCAL", "NATIONAL"],
    blockSizes: [10, 50, 100],
    maxNumbersPerOrder: 100,
    serviceNumbers: true,
    timeZones: ["Europe/Berlin"],
    applicantFields: ["REPRESENTATIVE_NAME", "CONTACT_PHONE", "COMPANY_NAME", "ADDRESS"],
    documents: ["COMPANY_REGISTRATION", "REGISTRATION_FORM", "PROOF_OF_ADDRESS"],
    addressProofAge: .lessThan3Months,
    reviewDaysEarliest: 5,
    reviewDaysLatest: 7,
    actionRequiredState: true,
    useLimits: [.notForContactCenters, .notForResale, .someDestinationsClosed, .callerNameMayDiffer]
  )

  private static let australia: CatalogV1.Country = {
    var country = germany
    country.name = "countries/au"
    country.countryCode = "AU"
    country.timeZones = ["Australia/Sydney"]
    country.documents = ["PASSPORT_OR_ID"]
    country.actionRequiredState = false
    country.emergencyInformation = true
    return country
  }()

  public static func organization(
    _ id: String,
    _ type: CatalogV1.Organization.AccountType,
    plans: Int32,
    serviceNumbers: Int32 = 0,
    partner: String = ""
  ) -> CatalogV1.Organization {
    CatalogV1.Organization(
      name: "organizations/\(id)",
      accountType: type,
      outboundCallingPlans: plans,
      serviceNumberLicenses: serviceNumbers,
      // After all that a test does by the system's clock.
      updateTime: .init(seconds: 4_102_444_800),
      managingPartner: partner.isEmpty ? "" : "partners/\(partner)"
    )
  }

  public static func partner(_ id: String, isEnrolled: Bool) -> CatalogV1.Partner {
    CatalogV1.Partner(name: "partners/\(id)", enrolled: isEnrolled)
  }

  public static func location(
    _ organization: String,
    _ id: String,
    _ connection: CatalogV1.Location.PstnConnection,
    country: String = "US",
    subscription: CatalogV1.SubscriptionType = .outboundCallingPlan,
    timeZone: String = "",
    region: String = ""
  ) -> CatalogV1.Location {
    CatalogV1.Location(
      name: "organizations/\(organization)/locations/\(id)",
      countryCode: country,
      pstnConnection: connection,
      timeZone: timeZone,
      subscriptionType: subscription,
      region: region
    )
  }
}
