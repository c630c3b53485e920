import RPC
import ServiceKit

extension PortingServer {
  static let orderPattern = "organizations/*/portOrders/*"

  /// Reads the name of an order, and checks that the caller may touch those of its organization.
  func order(_ name: String, field: String = "name", _ context: ServerContext) throws -> String {
    try context.resource(name, pattern: Self.orderPattern, field: field).text
  }
}
