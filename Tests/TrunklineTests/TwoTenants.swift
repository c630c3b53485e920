import Messages
import RPC
import Testing

@testable import trunkline

/// What `demo` and `other` have, under the same ids where ids can be chosen.
struct TwoTenants {
  /// Ids by collection, such as `locations`, of each organization.
  var ids: [String: [String: String]]

  static func prepare(_ suite: RunningSuite) async throws -> TwoTenants {
    var tenants = TwoTenants(ids: [:])
    try await suite.withClient("operator") { try await $0.stockJerseyCity() }
    for id in ["demo", "other"] {
      try await suite.withClient("operator") { try await $0.found(id) }
      tenants.ids[id] = try await suite.withClient("\(id)-admin") { try await resources(of: id, $0) }
    }
    return tenants
  }

  private static func resources(of id: String, _ client: GatewayClient) async throws -> [String: String] {
    let parent = "organizations/\(id)"
    let location = try await client.openSite("\(id)-site", of: id)
    let wish = OrderingV1.Order(location: location, selection: .quantity(.init(count: 1)))
    let order = try await client.ordering.createOrder(
      .init(parent: parent, order: wish),
      options: client.options
    )
    let number = try await assignedNumber(wish, parent, client)
    let reservation = try await client.inventory.reserveNumbers(
      .init(parent: parent, selection: .quantity(.init(criteria: .init(countryCode: "US"), count: 1))),
      options: client.options
    )
    let draft = PortingV1.PortOrder(
      location: location,
      numbers: [.init(phoneNumber: "+1201555012\(id.count)")]
    )
    let port = try await client.porting.createPortOrder(
      .init(parent: parent, portOrder: draft),
      options: client.options
    )
    let webhook = try await client.webhooks.createWebhook(
      .init(parent: parent, webhook: .init(url: "http://127.0.0.1:9/events")),
      options: client.options
    )
    let papers = CatalogV1.RequirementGroup(
      displayName: "France",
      countryCode: "FR",
      numberType: "LOCAL",
      action: .newNumbers
    )
    let group = try await client.catalog.createRequirementGroup(
      .init(parent: parent, requirementGroup: papers),
      options: client.options
    )
    return [
      "organizations": id, "locations": "\(id)-site", "orders": order.name.resourceID,
      "reservations": reservation.name.resourceID, "portOrders": port.name.resourceID,
      "numbers": String(number.dropFirst()), "webhooks": webhook.name.resourceID,
      "requirementGroups": group.name.resourceID,
    ]
  }

  /// Orders a number and waits for nothing: a self-service order is provisioned when its terms are accepted.
  private static func assignedNumber(
    _ wish: OrderingV1.Order,
    _ parent: String,
    _ client: GatewayClient
  ) async throws -> String {
    let order = try await client.ordering.createOrder(
      .init(parent: parent, order: wish),
      options: client.options
    )
    let accepted = try await client.ordering.acceptTermsOfService(
      .init(name: order.name),
      options: client.options
    )
    return try #require(accepted.numbers.first?.phoneNumber)
  }
}
