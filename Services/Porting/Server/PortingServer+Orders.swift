import Foundation
import Messages
import PortingRules
import PortingStore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

extension PortingServer {
  func createPortOrder(
    _ request: PortingV1.CreatePortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    // A repeat is answered without asking the carrier again, who may be down by now.
    if let stored: PortingV1.PortOrder = try await writes.stored(
      request,
      requestID: request.requestId,
      context: context
    ) {
      return stored
    }
    let asked = Asked(
      organization: parent.id,
      location: request.portOrder?.location ?? "",
      phoneNumbers: request.portOrder?.numbers.map(\.phoneNumber) ?? []
    )
    let site = try await catalog.deciding(
      organization: asked.organization,
      location: asked.location,
      context: context
    ) {
      try await database.read { try asked.checked(in: $0) }
    }
    let numbers = try await portability(asked.phoneNumbers, site, asked.organization, context)
    let now = clock.now()
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      // The licence may have gone while the carrier was asked.
      _ = try asked.checked(in: transaction)
      let order = PortOrder(
        name: "organizations/\(asked.organization)/portOrders/\(UUID().uuidString.lowercased())",
        organization: asked.organization,
        location: asked.location,
        numbers: numbers,
        state: .pending,
        createTime: now,
        updateTime: now,
        version: 1
      )
      try PortOrderTable(transaction).insert(order)
      return try Self.published(order, now, in: transaction)
    }
  }

  func cancelPortOrder(
    _ request: PortingV1.CancelPortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try context.resource(request.name, pattern: Self.orderPattern, field: "name").text
    let now = clock.now()
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      let table = PortOrderTable(transaction)
      guard let stored = try table.order(named: name) else { throw Refusal.resourceNotFound(name) }
      let order = stored.order.canceled(now: now)
      guard order != stored.order else { return PortingV1.PortOrder(order) }
      try table.update(order)
      return try Self.published(order, now, in: transaction)
    }
  }
}

extension PortingServer {
  /// What a caller asks to be ported, and to where.
  private struct Asked: Sendable {
    let organization: String
    let location: String
    let phoneNumbers: [String]

    func checked(in transaction: Transaction) throws -> LocationFacts {
      try PortOrderCheck(
        organizationID: organization,
        location: location,
        locationField: "port_order.location",
        phoneNumbers: phoneNumbers,
        organization: CatalogTables(transaction).organization("organizations/\(organization)"),
        site: CatalogTables(transaction).location(location)
      ).passed(isOrder: true)
    }
  }

  /// Puts the order into the outbox and answers with it.
  private static func published(
    _ order: PortOrder,
    _ now: Instant,
    in transaction: Transaction
  ) throws -> PortingV1.PortOrder {
    let message = PortingV1.PortOrder(order)
    try transaction.appendEvent(
      aggregate: order.name,
      version: order.version,
      payload: Array(message.serialized().readableBytesView),
      nowMilliseconds: now.milliseconds
    )
    return message
  }
}
