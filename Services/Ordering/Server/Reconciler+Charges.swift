import Messages
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Storage
import Telephony

extension Reconciler {
  /// Ends charges now: since when the organization has been without the numbers nobody knows any more.
  func stopCharging(_ discrepancy: Discrepancy, _ organization: String) async throws -> Bool {
    var isDone = true
    for number in discrepancy.numbers {
      guard let cause = try await causeOfLoss(of: number, organization) else {
        isDone = false
        continue
      }
      try await database.write { transaction in
        // It may have been provided anew since.
        let known = try BillingTables(transaction).provided(number)?.provided
        guard known?.order == discrepancy.order else { return }
        let now = clock.now()
        try BillingLedger(transaction: transaction, now: now).noteGone([number], cause, at: now)
      }
    }
    return isDone
  }

  /// Asks once more; nil when the organization has the number after all.
  private func causeOfLoss(
    of number: TelephoneNumber,
    _ organization: String
  ) async throws -> BillingEvent.Cause? {
    do {
      let found = try await inventory.client.getNumber(
        .init(name: number.resourceName),
        options: inventory.options(organization)
      )
      let isOwn = found.location.hasPrefix("organizations/\(organization)/")
      if isOwn, found.isInService { return nil }
      return found.state == .portedOut ? .portedOut : .released
    } catch let error as RPCError where error.code == .notFound {
      return .released
    }
  }
}
