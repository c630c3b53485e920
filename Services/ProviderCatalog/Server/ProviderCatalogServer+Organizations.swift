import Messages
import ProviderCatalogRules
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  public func createOrganization(
    _ request: CatalogV1.CreateOrganizationRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Organization {
    let organization = try Organization.create(
      id: request.organizationId.isEmpty ? NewID.make() : request.organizationId,
      from: OrganizationDraft(request.organization ?? CatalogV1.Organization()),
      now: clock.now()
    )
    let message = try await writes.run(request, requestID: request.requestId, context: context) {
      guard try OrganizationTable.find(organization.id, in: $0) == nil else {
        throw Organization.alreadyExists(organization.name)
      }
      return try save(organization, in: $0)
    }
    memory.note(message)
    return message
  }

  public func updateLicenses(
    _ request: CatalogV1.UpdateLicensesRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Organization {
    let name = try context.resource(request.name, pattern: "organizations/*", field: "name")
    let licenses = Licenses(
      outboundCallingPlans: request.outboundCallingPlans,
      serviceNumbers: request.serviceNumberLicenses
    )
    let now = clock.now()
    let message = try await writes.run(request, requestID: request.requestId, context: context) {
      try change(name, in: $0) { (organization) throws(Refusal) in
        try organization.licensed(licenses, serviceDate: request.serviceDate, now: now)
      }
    }
    memory.note(message)
    return message
  }

  public func convertToPaid(
    _ request: CatalogV1.ConvertToPaidRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Organization {
    let name = try context.resource(request.name, pattern: "organizations/*", field: "name")
    let now = clock.now()
    let message = try await writes.run(request, requestID: request.requestId, context: context) {
      try change(name, in: $0) { (organization) throws(Refusal) in try organization.convertedToPaid(now: now)
      }
    }
    memory.note(message)
    return message
  }

  public func setManagingPartner(
    _ request: CatalogV1.SetManagingPartnerRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Organization {
    let name = try context.resource(request.name, pattern: "organizations/*", field: "name")
    let partner =
      request.managingPartner.isEmpty
      ? nil
      : try ResourceName(request.managingPartner, pattern: Self.partnerPattern, field: "managing_partner")
    let now = clock.now()
    let message = try await writes.run(request, requestID: request.requestId, context: context) {
      transaction in
      if let partner, try PartnerTable.find(partner.id, in: transaction) == nil {
        throw Refusal.resourceNotFound(partner.text)
      }
      return try change(name, in: transaction) { $0.managed(by: partner?.id ?? "", now: now) }
    }
    memory.note(message)
    return message
  }

  public func getOrganization(
    _ request: CatalogV1.GetOrganizationRequest,
    context: ServerContext
  ) throws -> CatalogV1.Organization {
    let name = try context.resource(request.name, pattern: "organizations/*", field: "name")
    guard let organization = memory.organization(name.text) else {
      throw Refusal.resourceNotFound(name.text)
    }
    return organization
  }

  private func change(
    _ name: ResourceName,
    in transaction: Transaction,
    _ change: (Organization) throws(Refusal) -> Organization
  ) throws -> CatalogV1.Organization {
    guard let organization = try OrganizationTable.find(name.organization, in: transaction) else {
      throw Refusal.resourceNotFound(name.text)
    }
    let changed = try change(organization)
    return changed == organization
      ? CatalogV1.Organization(organization) : try save(changed, in: transaction)
  }

  /// Stores an organization and its event.
  private func save(_ organization: Organization, in transaction: Transaction) throws
    -> CatalogV1.Organization
  {
    try OrganizationTable.save(organization, in: transaction)
    let message = CatalogV1.Organization(organization)
    try publish(
      .organization(message),
      of: organization.name,
      version: organization.version,
      at: organization.updateTime,
      in: transaction
    )
    return message
  }
}
