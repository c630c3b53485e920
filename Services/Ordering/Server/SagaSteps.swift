import Messages
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Storage
import Telephony

/// Makes the calls of sagas on the inventory and records what it answered.
struct SagaSteps: Sendable {
  enum Result: Sendable {
    /// The answer is recorded.
    case done
    /// The inventory would not hold the numbers; the order is forgotten.
    case refused(RPCError)
    /// No answer; nobody knows whether the call was carried out.
    case failed(RPCError)
  }

  let database: Database
  let journal: OrderJournal
  let inventory: InventoryV1.InventoryServiceClient
  let signer: CallerSigner

  func unfinishedOrders() async throws -> [String] {
    try await database.read { try StepTable($0).unfinishedOrders() }
  }

  func unfinishedStep(ofOrder name: String) async throws -> UnfinishedStep? {
    try await database.read { try StepTable($0).unfinishedStep(ofOrder: name) }
  }

  /// Makes the call of a step.
  func perform(_ step: UnfinishedStep) async throws -> Result {
    do {
      try await record(try await call(step), step)
      return .done
    } catch let error as RPCError {
      guard error.isRefusal else {
        try await database.write { try StepTable($0).noteAttempt(of: step, error: error.description) }
        return .failed(error)
      }
      return try await recordRefusal(error, step)
    }
  }

  private func call(_ step: UnfinishedStep) async throws -> OrderCommand {
    let order = step.order.order
    let options = try CallOptions.asService(signer, organization: order.organization)
    switch step.step {
    case .hold:
      let reservation = try await inventory.holdForOrder(
        InventoryV1.HoldForOrderRequest(
          reservation: order.reservation,
          fencingToken: order.fencingToken,
          order: order.name,
          requestId: step.requestID
        ),
        options: options
      )
      return .recordHold(try numbers(reservation.phoneNumbers))
    case .assign:
      let response = try await inventory.assignNumbers(
        InventoryV1.AssignNumbersRequest(
          order: order.name,
          location: order.location,
          requestId: step.requestID
        ),
        options: options
      )
      return .recordAssignment(try numbers(response.phoneNumbers))
    case .release:
      _ = try await inventory.releaseOrderHold(
        InventoryV1.ReleaseOrderHoldRequest(order: order.name, requestId: step.requestID),
        options: options
      )
      return .recordRelease
    }
  }

  private func numbers(_ texts: [String]) throws(RPCError) -> [TelephoneNumber] {
    let numbers = texts.compactMap(TelephoneNumber.init(e164:))
    guard numbers.count == texts.count, !numbers.isEmpty else { throw .inventoryAnswerMalformed }
    return numbers
  }

  private func recordRefusal(_ error: RPCError, _ step: UnfinishedStep) async throws -> Result {
    let reason = error.reason.isEmpty ? error.code.name : error.reason
    switch step.step {
    case .hold:
      try await database.write { try OrderWriter($0).remove(step.order) }
      return .refused(error)
    case .assign: try await record(.recordAssignmentRefused(reason: reason), step)
    case .release: try await record(.recordReleaseRefused(reason: reason), step)
    }
    return .done
  }

  private func record(_ command: OrderCommand, _ step: UnfinishedStep) async throws {
    _ = try await journal.apply(command, to: step.order.order.name, by: "services/\(signer.issuer)")
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

  /// Whether the inventory decided, so that a repeat would be answered the same.
  var isRefusal: Bool {
    switch code {
    case .failedPrecondition, .notFound, .invalidArgument, .alreadyExists, .aborted, .outOfRange: true
    default: false
    }
  }
}
