import Messages
import OrderingRules
import RPC
import ServiceKit
import Telephony

/// The terms of service as they are now.
public struct TermsOfService: Sendable {
  public var version: String
  /// Where they are to be read.
  public var uri: String

  public init(version: String, uri: String) {
    (self.version, self.uri) = (version, uri)
  }
}

extension OrderingServer {
  /// An order as an answer shows it: with the limits of use, and with the terms of service. The link is given to a
  /// customer administrator only; others are told that the customer must sign (domain.md section 2).
  func answer(_ order: OrderingV1.Order, _ context: ServerContext) -> OrderingV1.Order {
    var answer = order.stating(catalog.offers.offer(at: order.location))
    guard order.termsOfService == nil, !order.isSettled else { return answer }
    let mayAccept = context.caller?.role == .customerAdministrator
    answer.termsOfService = .init(version: terms.version, uri: mayAccept ? terms.uri : "")
    return answer
  }
}

extension OrderingV1.Order {
  fileprivate var isSettled: Bool { state == .provisioned || state == .error || state == .canceled }
}

extension OrderingV1.TermsOfService {
  /// What was accepted; nil before.
  init?(_ order: Order) {
    guard let accepted = order.history.last(where: { $0.event == .termsAccepted }) else { return nil }
    self.init(version: order.acceptedTerms, acceptTime: .init(accepted.time))
  }
}

extension Refusal {
  static func termsOutdated(_ version: String, present: String) -> Refusal {
    Refusal(violations: [
      Violation(
        field: "version",
        reason: "TERMS_OF_SERVICE_OUTDATED",
        description: "The terms are now of the version \(present). Read these, and accept that version."
      )
    ])
  }
}
