import Foundation
import OrderingRules
import ServiceKit

/// Ids that come out the same whenever they are made again, which is what makes repeats harmless.
enum OrderIdentity {
  /// Name of the order that a request makes.
  ///
  /// A repeat of the request finds the order by it, also while its numbers are being held and after a crash.
  static func orderName(organization: String, principal: String, requestID: String) -> String {
    "organizations/\(organization)/orders/\(id("order", principal: principal, requestID: requestID))"
  }

  /// Id of what a request makes; of anything new when the request has none of its own.
  static func id(_ kind: String, principal: String, requestID: String) -> String {
    requestID.isEmpty
      ? UUID().uuidString.lowercased() : DerivedUUID.make(kind, principal, requestID.lowercased())
  }

  /// Request id of a step's call, however often it is made.
  ///
  /// Numbers that are reserved anew are reserved, and held, by another call.
  static func requestID(of step: SagaStep?, _ order: Order) -> String {
    step.map { DerivedUUID.make("step", order.name, $0.rawValue, "\(order.attempt)") } ?? ""
  }
}
