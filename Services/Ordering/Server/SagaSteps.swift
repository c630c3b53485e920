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
    /// The inventory would not give the numbers; the order is forgotten.
    case refused(RPCError)
    /// There are not enough numbers yet.
    case waiting
    /// No answer; nobody knows whether the call was carried out.
    case failed(RPCError)
  }

  let database: Database
  let journal: OrderJournal
  let inventory: InventoryCalls
  let addresses: AddressCheck

  func unfinishedOrders() async throws -> [String] {
    try await database.read { try StepTable($0).unfinishedOrders() }
  }

  func unfinishedStep(ofOrder name: String) async throws -> UnfinishedStep? {
    try await database.read { try StepTable($0).unfinishedStep(ofOrder: name) }
  }

  /// Makes the call of a step.
  func perform(_ step: UnfinishedStep) async throws -> Result {
    if step.step == .awaitAddress { return try await lookForAddress(step) }
    do {
      try await record(try await inventory.carryOut(step), step)
      return .done
    } catch let error as RPCError {
      guard error.isRefusal else {
        try await database.write { try StepTable($0).noteAttempt(of: step, error: error.description) }
        return .failed(error)
      }
      return try await recordRefusal(error, step)
    }
  }

  /// Whoever gives the address tells nobody of it: it is looked for again from time to time.
  private func lookForAddress(_ step: UnfinishedStep) async throws -> Result {
    do {
      let finding = try await addresses.finding(step.order.order)
      try await record(.recordAddress(finding), step)
      return finding == .given ? .done : .waiting
    } catch let error as RPCError {
      try await database.write { try StepTable($0).noteAttempt(of: step, error: error.description) }
      return .failed(error)
    }
  }

  private func record(_ command: OrderCommand, _ step: UnfinishedStep) async throws {
    do {
      _ = try await journal.apply(command, to: step.order.order.name, by: principal)
    } catch let refusal as Refusal where refusal.reason == "UNEXPECTED_STEP" {
      // It was canceled while it waited for stock. What was reserved for it would end by itself; no need to wait.
      switch command {
      case .recordReservation(let reservation, _, _):
        try? await inventory.releaseReservation(reservation, organization: step.order.order.organization)
      case .recordReservationRefused, .recordAddress: return
      default: throw refusal
      }
    }
  }

  private func recordRefusal(_ error: RPCError, _ step: UnfinishedStep) async throws -> Result {
    let reason = error.reason.isEmpty ? error.code.name : error.reason
    let command: OrderCommand =
      switch step.step {
      case .reserve: .recordReservationRefused(reason: reason)
      case .hold: .recordHoldRefused(reason: reason)
      case .assign, .awaitAddress: .recordAssignmentRefused(reason: reason)
      case .release: .recordReleaseRefused(reason: reason)
      }
    let order = step.order.order
    let next = try order.applying(command, by: principal, now: journal.clock.now())
    if order.isIntent, next.phase == .failed {
      try await database.write { try OrderWriter($0).remove(step.order) }
      return .refused(error)
    }
    try await record(command, step)
    return next.phase == .waitingForStock ? .waiting : .done
  }

  private var principal: String { "services/\(inventory.signer.issuer)" }
}
