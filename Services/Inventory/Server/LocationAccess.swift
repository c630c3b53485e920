import InventoryRules
import RPC
import ServiceKit
import Storage
import Telephony

extension InventoryServer {
  /// What is known of a location, in the transaction that decides by it.
  func access(to location: String, _ transaction: Transaction) throws -> ServiceNumberAccess? {
    let tables = CatalogTables(transaction)
    let organization = location.split(separator: "/").prefix(2).joined(separator: "/")
    guard let site = try tables.location(location), let account = try tables.organization(organization) else {
      return nil
    }
    return ServiceNumberAccess(
      location: site,
      organization: account,
      isSupported: try tables.country(site.countryCode)?.serviceNumbers ?? false
    )
  }

  /// Carries out what may depend on the catalog, which is asked itself before anybody is refused by an old copy of it.
  func deciding<Answer>(
    _ organization: String,
    _ location: String,
    _ context: ServerContext,
    _ body: () async throws -> Answer
  ) async throws -> Answer {
    try await catalog.deciding(
      organization: organization,
      location: location,
      context: context,
      body
    )
  }
}
