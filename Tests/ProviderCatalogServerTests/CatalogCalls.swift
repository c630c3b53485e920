import Messages
import NeighbourTesting
import RPC
import Testing

/// The calls that most tests make.
extension RunningCatalog {
  @discardableResult
  func makeOrganization(
    _ id: String = "acme",
    type: CatalogV1.Organization.AccountType = .paid,
    plans: Int32 = 1,
    requestID: String = ""
  ) async throws -> CatalogV1.Organization {
    let organization = CatalogV1.Organization(
      displayName: "Customer \(id)",
      accountType: type,
      outboundCallingPlans: plans
    )
    return try await client.createOrganization(
      .init(organizationId: id, organization: organization, requestId: requestID),
      options: TestCaller.operator.options
    )
  }

  @discardableResult
  func makeLocation(
    _ id: String = "head-office",
    as caller: TestCaller = .acme,
    organization: String = "acme"
  ) async throws -> CatalogV1.Location {
    let location = CatalogV1.Location(
      displayName: "Head office",
      countryCode: "US",
      timeZone: "America/New_York"
    )
    return try await client.createLocation(
      .init(parent: "organizations/\(organization)", locationId: id, location: location),
      options: caller.options
    )
  }

  func enableCallingPlan(requestID: String = "") async throws -> CatalogV1.Location {
    let contact = CatalogV1.ContractContact(
      givenName: "Ada",
      familyName: "Byron",
      email: "ada@example.com",
      phoneNumber: "+12015550123"
    )
    return try await client.enableCallingPlan(
      .init(name: "organizations/acme/locations/head-office", contractContact: contact, requestId: requestID),
      options: TestCaller.acme.options
    )
  }

  /// The first events after a cursor, without those of the countries, which come first.
  func events(after cursor: Int64, count: Int) async throws -> [CatalogV1.CatalogEvent] {
    let stream = try await client.watchEvents(.init(cursor: cursor), options: TestCaller.service.options)
    defer { stream.cancel() }
    var events: [CatalogV1.CatalogEvent] = []
    for try await event in stream {
      if case .country = event.resource { continue }
      events.append(event)
      if events.count == count { break }
    }
    return events
  }
}
