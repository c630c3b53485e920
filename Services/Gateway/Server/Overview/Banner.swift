import Messages

/// What needs attention, in words for people.
enum Banner {
  /// domain.md section 2: the address is part of enabling a calling plan.
  static let emergencyAddressMissing =
    "The location has no emergency address: emergency calls from it do not reach the right responders. Set one."

  // domain.md section 2, trial organizations.
  static let trial =
    "This is a trial: emergency calls are not guaranteed and must not be placed, and at most 10 numbers can be had."

  static let outboundCallingPlanMissing =
    "No outbound calling plan is committed: numbers can be neither ordered nor ported. Order one."

  /// - Parameter location: only what it has to migrate.
  static func migrations(
    _ required: CatalogV1.ListRequiredMigrationsResponse?,
    of location: String
  ) -> [String] {
    guard let required, required.migrations.contains(where: { $0.location == location }) else { return [] }
    return [required.banner]
  }

  static func organization(_ organization: CatalogV1.Organization?) -> [String] {
    switch organization?.accountType {
    case .trial: [trial]
    case .paid where organization?.outboundCallingPlans == 0: [outboundCallingPlanMissing]
    default: []
    }
  }

  static func orders(_ orders: [GatewayV1.PstnOrder]) -> [String] {
    let waiting = orders.count { $0.nextActor.hasPrefix("customer") }
    return waiting == 0 ? [] : ["Orders that wait for the customer: \(waiting)."]
  }

  static func portOuts(_ portOuts: [PortingV1.PortOut]) -> [String] {
    portOuts.isEmpty ? [] : ["Requests to port numbers away that wait for an answer: \(portOuts.count)."]
  }
}
