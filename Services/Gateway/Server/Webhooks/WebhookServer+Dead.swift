import GatewayRules
import GatewayStore
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

// What was given up.
extension WebhookServer {
  func listDeadDeliveries(
    _ request: GatewayV1.ListDeadDeliveriesRequest,
    context: ServerContext
  ) async throws -> GatewayV1.ListDeadDeliveriesResponse {
    let name = try await access.webhook(request.parent, field: "parent", context)
    let size = try PageSize(request.pageSize, standard: 100, largest: 1_000).count
    guard let after = request.pageToken.isEmpty ? 0 : Int64(request.pageToken), after >= 0 else {
      throw Refusal(violations: [.pageToken])
    }
    let found = try await database.read { transaction in
      _ = try Self.webhook(name, in: transaction)
      return try DeliveryTable(transaction)
        .dead(organization: name.organization, webhook: name.id, after: after, limit: size + 1)
    }
    let page = found.prefix(size)
    return .init(
      deadDeliveries: page.map { delivery in
        .init(
          event: .init(delivery.event),
          attempts: Int32(clamping: delivery.attempts),
          failure: delivery.failure,
          endTime: .init(delivery.nextTime)
        )
      },
      nextPageToken: found.count > size ? page.last.map { "\($0.event.cursor)" } ?? "" : ""
    )
  }

  func replayDeadDeliveries(
    _ request: GatewayV1.ReplayDeadDeliveriesRequest,
    context: ServerContext
  ) async throws -> GatewayV1.ReplayDeadDeliveriesResponse {
    let name = try await access.webhook(request.parent, field: "parent", context)
    guard request.cursors.count <= 1_000 else { throw Refusal(violations: [.tooManyCursors]) }
    let now = clock.now()
    let count = try await database.write { transaction in
      _ = try Self.webhook(name, in: transaction)
      let table = DeliveryTable(transaction)
      let (organization, id) = (name.organization, name.id)
      let cursors =
        request.cursors.isEmpty
        ? try table.dead(organization: organization, webhook: id, after: 0, limit: 1_000).map(\.event.cursor)
        : request.cursors
      return try table.replay(cursors, of: WebhookKey(organization: organization, id: id), now: now)
    }
    hub.announceDeliveries()
    return .init(replayedCount: Int64(count))
  }
}

extension Violation {
  fileprivate static var pageToken: Violation {
    Violation(
      field: "page_token",
      reason: "INVALID_PAGE_TOKEN",
      description: "It is none that was given here. Give next_page_token of the page before, or nothing."
    )
  }

  fileprivate static var tooManyCursors: Violation {
    Violation(
      field: "cursors",
      reason: "TOO_MANY_CURSORS",
      description: "Give at most 1,000, or none for the first 1,000 that were given up."
    )
  }
}
