import Messages
import OrderingRules
import RPC
import ServiceKit

extension OrderingServer {
  func reconcileOrders(
    _ request: OrderingV1.ReconcileOrdersRequest,
    context: ServerContext
  ) async throws -> OrderingV1.ReconcileOrdersResponse {
    let report = try await reconciler.run(repairs: !request.validateOnly)
    return OrderingV1.ReconcileOrdersResponse(
      orders: Int32(clamping: report.orders),
      numbers: Int32(clamping: report.numbers),
      discrepancies: report.findings.map { OrderingV1.Discrepancy($0, isDryRun: request.validateOnly) }
    )
  }
}

extension OrderingV1.Discrepancy {
  fileprivate init(_ finding: Reconciler.Finding, isDryRun: Bool) {
    let discrepancy = finding.discrepancy
    let done =
      if finding.isRepaired { discrepancy.kind.repair } else if isDryRun { "Nothing was changed." } else {
        "That could not be put right: an operator has to look."
      }
    self.init(
      order: discrepancy.order,
      phoneNumbers: discrepancy.numbers.map(\.e164),
      reason: discrepancy.kind.rawValue,
      description: "\(discrepancy.kind.description) \(done)",
      repaired: finding.isRepaired
    )
  }
}
