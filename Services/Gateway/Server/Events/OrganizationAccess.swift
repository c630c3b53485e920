import Messages
import RPC
import ServiceKit
import Telephony

/// Who may touch what the gateway itself keeps of an organization.
struct OrganizationAccess: Sendable {
  let catalog: Upstream

  func organization(_ name: String, field: String, _ context: ServerContext) async throws -> ResourceName {
    let resource = try context.resource(name, pattern: "organizations/*", field: field)
    try await authorizePartner(resource.organization, context)
    return resource
  }

  func webhook(_ name: String, field: String, _ context: ServerContext) async throws -> ResourceName {
    let resource = try context.resource(name, pattern: "organizations/*/webhooks/*", field: field)
    try await authorizePartner(resource.organization, context)
    return resource
  }

  /// Whether a partner is enrolled and manages the organization is known to the catalog (domain.md section 2).
  private func authorizePartner(_ id: String, _ context: ServerContext) async throws {
    guard let caller = context.caller, caller.role == .partner else { return }
    let client = CatalogV1.ProviderCatalogServiceClient(catalog.channel)
    do {
      let options = try catalog.optionsAsService(deadline: context.deadline)
      let organization = try await client.getOrganization(
        .init(name: "organizations/\(id)"),
        options: options
      )
      let isManaging = !caller.partner.isEmpty && organization.managingPartner == "partners/\(caller.partner)"
      let partner =
        isManaging
        ? try await client.getPartner(.init(name: organization.managingPartner), options: options) : nil
      let facts = OrganizationFacts(
        accountType: .paid,
        outboundCallingPlans: 0,
        serviceNumberLicenses: 0,
        managingPartner: isManaging ? caller.partner : ""
      )
      let isEnrolled = partner.map { PartnerFacts(isEnrolled: $0.enrolled) }
      if let refusal = Refusal.partner(caller.partner, isEnrolled, actingFor: facts) { throw refusal }
    } catch let error as RPCError {
      throw catalog.explained(error)
    }
  }
}
