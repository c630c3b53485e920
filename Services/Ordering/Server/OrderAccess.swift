import Messages
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Telephony

/// Who may do what with orders (domain.md section 2), finer than the access of the method.
enum OrderAccess {
  /// Ordering binds a customer: it is for the customer and its partner, not for who runs the suite.
  static let ordering: Set<Caller.Role> = [.customerAdministrator, .partner]
  /// An operator may end an order, as when its customer asks support to.
  static let canceling: Set<Caller.Role> = [.customerAdministrator, .partner, .operator]
  static let reading = Set(Caller.Role.allCases)
}

extension OrderingServer {
  /// Reads the name of an order, and checks that the caller may do with it what the method is for.
  func order(
    _ name: String,
    field: String = "name",
    pattern: String = OrderingServer.orderPattern,
    for roles: Set<Caller.Role>,
    _ context: ServerContext
  ) throws -> ResourceName {
    let resource = try context.resource(name, pattern: pattern, field: field)
    try authorize(for: roles, context)
    return resource
  }

  /// Refuses who may not; partners were checked before, with every call.
  func authorize(for roles: Set<Caller.Role>, _ context: ServerContext) throws {
    let caller = try context.authenticatedCaller()
    guard roles.contains(caller.role) else { throw Refusal.role(caller.role, allowed: roles) }
  }
}

extension Refusal {
  fileprivate static func role(_ role: Caller.Role, allowed: Set<Caller.Role>) -> Refusal {
    let roles = allowed.map(\.rawValue).sorted().joined(separator: ", ")
    return Refusal(
      .permission,
      "ROLE_NOT_ALLOWED",
      "The role \(role.rawValue) may not do this with orders. It is for: \(roles).",
      metadata: ["role": role.rawValue]
    )
  }
}
