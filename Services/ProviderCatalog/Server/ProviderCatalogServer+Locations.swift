import Messages
import Protobuf
import ProviderCatalogRules
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  static let locationPattern = "organizations/*/locations/*"

  public func createLocation(
    _ request: CatalogV1.CreateLocationRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Location {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let draft = LocationDraft(request.location ?? CatalogV1.Location())
    let id = request.locationId.isEmpty ? NewID.make() : request.locationId
    let now = clock.now()
    return try await sealedWrite(request, request.requestId, context) { transaction in
      guard let organization = try OrganizationTable.find(parent.organization, in: transaction) else {
        throw Refusal.resourceNotFound(parent.text)
      }
      let location = try Location.create(
        id: id,
        in: organization,
        from: draft,
        country: countries.rules(of: draft.countryCode),
        existing: try locationTable.count(of: organization.id, in: transaction),
        now: now
      )
      guard try locationTable.find(organization: organization.id, id: id, in: transaction) == nil else {
        throw Organization.alreadyExists(location.name)
      }
      return location
    }
  }

  public func enableCallingPlan(
    _ request: CatalogV1.EnableCallingPlanRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Location {
    let name = try context.resource(request.name, pattern: Self.locationPattern, field: "name")
    let contact = ContractContact(request.contractContact ?? CatalogV1.ContractContact())
    let now = clock.now()
    return try await sealedWrite(request, request.requestId, context) { transaction in
      guard let organization = try OrganizationTable.find(name.organization, in: transaction) else {
        throw Refusal.resourceNotFound(name.text)
      }
      return try location(name, in: transaction).callingPlanEnabled(
        for: organization,
        contact: contact,
        now: now
      )
    }
  }

  public func getLocation(
    _ request: CatalogV1.GetLocationRequest,
    context: ServerContext
  ) throws -> CatalogV1.Location {
    let name = try context.resource(request.name, pattern: Self.locationPattern, field: "name")
    guard let location = memory.location(name.text) else { throw Refusal.resourceNotFound(name.text) }
    return location
  }

  public func getContractContact(
    _ request: CatalogV1.GetContractContactRequest,
    context: ServerContext
  ) async throws -> CatalogV1.ContractContact {
    let name = try context.resource(request.name, pattern: Self.locationPattern, field: "name")
    let (principal, now) = (try context.authenticatedCaller().principal, clock.now())
    let resource = "\(name.text), contract contact"
    let contact = try await database.write { transaction in
      guard let contact = try location(name, in: transaction).contractContact else {
        throw Refusal.resourceNotFound(resource)
      }
      try PersonalReadings.note(resource, by: principal, at: now, in: transaction)
      return contact
    }
    return CatalogV1.ContractContact(contact)
  }

  public func listLocations(
    _ request: CatalogV1.ListLocationsRequest,
    context: ServerContext
  ) throws -> CatalogV1.ListLocationsResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    guard memory.organization(parent.text) != nil else { throw Refusal.resourceNotFound(parent.text) }
    let page = try PageRequest(size: request.pageSize, token: request.pageToken)
    let (locations, hasMore) = memory.locations(
      of: parent.text,
      after: "\(parent.text)/locations/\(page.after)",
      limit: page.size
    )
    let last = locations.last?.name.split(separator: "/").last.map(String.init) ?? ""
    return CatalogV1.ListLocationsResponse(locations: locations, nextPageToken: hasMore ? last : "")
  }
}

// MARK: - Writing
extension ProviderCatalogServer {
  /// Stores the location that `change` makes and its event, once for each request id, and notes it when it is durable.
  func sealedWrite(
    _ request: some ProtobufMessage,
    _ requestID: String,
    _ context: ServerContext,
    _ change: @escaping @Sendable (Transaction) throws -> Location
  ) async throws -> CatalogV1.Location {
    let message = try await writes.runSealed(request, requestID: requestID, context: context, cipher: cipher)
    {
      try save(change($0), in: $0)
    }
    memory.note(message.withoutContact)
    return message
  }

  func location(_ name: ResourceName, in transaction: Transaction) throws -> Location {
    let found = try locationTable.find(organization: name.organization, id: name.id, in: transaction)
    guard let found else { throw Refusal.resourceNotFound(name.text) }
    return found
  }

  private func save(_ location: Location, in transaction: Transaction) throws -> CatalogV1.Location {
    let message = CatalogV1.Location(location, directory)
    let known = try locationTable.find(
      organization: location.organization,
      id: location.id,
      in: transaction
    )
    // What changes nothing is no event.
    guard known?.version != location.version else { return message }
    try locationTable.save(location, in: transaction)
    try publish(
      .location(message.withoutContact),
      of: location.name,
      version: location.version,
      at: location.updateTime,
      in: transaction
    )
    return message
  }
}

extension LocationDraft {
  fileprivate init(_ message: CatalogV1.Location) {
    self.init(
      displayName: message.displayName,
      countryCode: message.countryCode,
      region: message.region,
      timeZone: message.timeZone
    )
  }
}
