import Foundation
import Messages
import NIOCore
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Telephony

/// The calls on the inventory that Ordering makes by itself.
struct InventoryCalls: Sendable {
  let client: InventoryV1.InventoryServiceClient
  let signer: CallerSigner

  /// Makes the call of a step, and says what there is to record.
  func carryOut(_ step: UnfinishedStep) async throws -> OrderCommand {
    switch step.step {
    case .reserve: try await reserve(step.order.order, requestID: step.requestID)
    case .hold: try await hold(step.order.order, requestID: step.requestID)
    case .assign, .awaitAddress: try await assign(step.order.order, requestID: step.requestID)
    case .release: try await release(step.order.order, requestID: step.requestID)
    }
  }

  func releaseReservation(_ name: String, organization: String) async throws {
    _ = try await client.releaseReservation(.init(name: name), options: options(organization))
  }

  func options(_ organization: String) throws -> CallOptions {
    try CallOptions.asService(signer, organization: organization)
  }

  static func numbers(_ texts: [String]) throws(RPCError) -> [TelephoneNumber] {
    let numbers = texts.compactMap(TelephoneNumber.init(e164:))
    guard numbers.count == texts.count, !numbers.isEmpty else { throw .inventoryAnswerMalformed }
    return numbers
  }
}

// MARK: - Steps
extension InventoryCalls {
  private func reserve(_ order: Order, requestID: String) async throws -> OrderCommand {
    let fulfillment = order.draft.fulfillment
    let reservation = try await client.reserveNumbers(
      InventoryV1.ReserveNumbersRequest(
        parent: "organizations/\(order.organization)",
        requestId: requestID,
        selection: .init(order.draft.selection),
        bestEffort: fulfillment.takesFewer
      ),
      options: options(order.organization)
    )
    let numbers = try Self.numbers(reservation.phoneNumbers)
    if case .partial(let minimum) = fulfillment, numbers.count < minimum {
      // What is of no use is not kept from others.
      try await releaseReservation(reservation.name, organization: order.organization)
      throw RPCError.insufficientStock(numbers.count, minimum: minimum)
    }
    return .recordReservation(
      name: reservation.name,
      fencingToken: reservation.fencingToken,
      numbers
    )
  }

  private func hold(_ order: Order, requestID: String) async throws -> OrderCommand {
    let reservation = try await client.holdForOrder(
      InventoryV1.HoldForOrderRequest(
        reservation: order.reservation,
        fencingToken: order.fencingToken,
        order: order.name,
        requestId: requestID
      ),
      options: options(order.organization)
    )
    return .recordHold(try Self.numbers(reservation.phoneNumbers))
  }

  private func assign(_ order: Order, requestID: String) async throws -> OrderCommand {
    let response = try await client.assignNumbers(
      InventoryV1.AssignNumbersRequest(
        order: order.name,
        location: order.draft.location,
        requestId: requestID,
        usage: order.draft.usage == .service ? .service : .standard
      ),
      options: options(order.organization)
    )
    return .recordAssignment(try Self.numbers(response.phoneNumbers))
  }

  private func release(_ order: Order, requestID: String) async throws -> OrderCommand {
    _ = try await client.releaseOrderHold(
      InventoryV1.ReleaseOrderHoldRequest(order: order.name, requestId: requestID),
      options: options(order.organization)
    )
    return .recordRelease
  }
}

extension Fulfillment {
  fileprivate var takesFewer: Bool {
    if case .partial = self { true } else { false }
  }
}

extension InventoryV1.ReserveNumbersRequest.Selection {
  fileprivate init?(_ selection: NumberSelection) {
    switch OrderingV1.Order.Selection(selection) {
    case .specific(let specific): self = .specific(specific)
    case .quantity(let quantity): self = .quantity(quantity)
    case .block(let block): self = .block(block)
    case nil: return nil
    }
  }
}

extension RPCError {
  static var inventoryAnswerMalformed: RPCError {
    RPCError(
      .internal,
      reason: "INVENTORY_ANSWER_MALFORMED",
      message: "The inventory answered without numbers, or with some that are none."
    )
  }

  fileprivate static func insufficientStock(_ count: Int, minimum: Int) -> RPCError {
    RPCError(
      .resourceExhausted,
      reason: "INSUFFICIENT_STOCK",
      message:
        "Only \(count) of the numbers are available, fewer than the minimum of \(minimum). Ask for fewer, "
        + "for others, or make a back-order."
    )
  }

  /// Whether the inventory decided, so that a repeat would be answered the same.
  var isRefusal: Bool {
    switch code {
    case .failedPrecondition, .notFound, .invalidArgument, .alreadyExists, .aborted, .outOfRange: true
    // Of the stock and of quotas, not of a server that has too much to do.
    case .resourceExhausted: reason == "INSUFFICIENT_STOCK" || reason == "RESERVATION_LIMIT"
    default: false
    }
  }
}
