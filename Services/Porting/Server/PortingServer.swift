import Messages
import PortingRules
import PortingStore
import RPC
import ServiceKit
import Storage
import Telephony

/// Answers the calls of `trunkline.porting.v1.PortingService`.
struct PortingServer: PortingV1.PortingService {
  let database: Database
  let clock: any WallClock
  let writes: IdempotentWrites
  let carrier: CarrierAdapter
  let catalog: CatalogCopy

  static let orderPattern = "organizations/*/portOrders/*"

  func checkPortability(
    _ request: PortingV1.CheckPortabilityRequest,
    context: ServerContext
  ) async throws -> PortingV1.CheckPortabilityResponse {
    let location = try context.resource(
      request.location,
      pattern: "organizations/*/locations/*",
      field: "location"
    )
    let site = try await catalog.deciding(
      organization: location.organization,
      location: request.location,
      context: context
    ) {
      try await self.site(of: request, in: location.organization)
    }
    let numbers = try await portability(request.phoneNumbers, site, location.organization, context)
    return PortingV1.CheckPortabilityResponse(numbers: numbers.map(PortingV1.NumberPortability.init))
  }

  private func site(
    of request: PortingV1.CheckPortabilityRequest,
    in organization: String
  ) async throws -> LocationFacts {
    try await database.read { transaction in
      try PortOrderCheck(
        organizationID: organization,
        location: request.location,
        locationField: "location",
        phoneNumbers: request.phoneNumbers,
        organization: nil,
        site: CatalogTables(transaction).location(request.location)
      ).passed(isOrder: false)
    }
  }

  func getPortOrder(
    _ request: PortingV1.GetPortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try context.resource(request.name, pattern: Self.orderPattern, field: "name").text
    guard let stored = try await database.read({ try PortOrderTable($0).order(named: name) }) else {
      throw Refusal.resourceNotFound(name)
    }
    return PortingV1.PortOrder(stored.order)
  }

  func listPortOrders(
    _ request: PortingV1.ListPortOrdersRequest,
    context: ServerContext
  ) async throws -> PortingV1.ListPortOrdersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let size = try PageSize(request.pageSize, standard: 50, largest: 1_000).count
    let before = try PageToken(request.pageToken).before
    let orders = try await database.read { transaction in
      try PortOrderTable(transaction).orders(ofOrganization: parent.id, before: before, limit: size + 1)
    }
    let page = orders.prefix(size)
    let isLast = orders.count <= size
    return PortingV1.ListPortOrdersResponse(
      portOrders: page.map { PortingV1.PortOrder($0.order) },
      nextPageToken: isLast ? "" : page.last.map { PageToken(before: $0.sequence).text } ?? ""
    )
  }

  /// Whether each number can be ported there.
  func portability(
    _ phoneNumbers: [String],
    _ site: LocationFacts,
    _ organization: String,
    _ context: ServerContext
  ) async throws -> [NumberPortability] {
    let check = PortabilityCheck(phoneNumbers: phoneNumbers, location: site)
    let answers = try await carrier.answers(
      for: check.numbersToAsk,
      organization: organization,
      context: context
    )
    return check.result(answers: answers)
  }
}
