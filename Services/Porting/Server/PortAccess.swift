import Messages
import PortingRules
import RPC
import ServiceKit
import Storage
import Telephony

extension PortingServer {
  static let orderPattern = "organizations/*/portOrders/*"

  /// Reads the name of an order, and checks that the caller may do with it what the method is for.
  func order(_ name: String, field: String = "name", _ context: ServerContext) async throws -> String {
    let resource = try context.resource(name, pattern: Self.orderPattern, field: field)
    try await authorize(resource.organization, context)
    return resource.text
  }

  /// Refuses a partner that does not manage the organization or is not enrolled (domain.md section 2).
  func authorize(_ organization: String, _ context: ServerContext) async throws {
    let caller = try context.authenticatedCaller()
    guard caller.role == .partner else { return }
    try await catalog.deciding(organization: organization, location: "", context: context) {
      let refusal = try await database.read { transaction in
        let tables = CatalogTables(transaction)
        return Refusal.partner(
          caller.partner,
          try tables.partner(caller.partner),
          actingFor: try tables.organization("organizations/\(organization)")
        )
      }
      if let refusal { throw refusal }
    }
  }
}
