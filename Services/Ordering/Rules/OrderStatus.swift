/// What the phase of an order means and who must act; no status is opaque (domain.md section 9).
public struct OrderStatus: Hashable, Sendable {
  /// A code for programs.
  public let reason: String
  /// The same for people.
  public let meaning: String
  /// Who must act next; empty for nobody.
  public let nextActor: String
}

extension Order {
  private static let trunkline = "trunkline"

  public var status: OrderStatus {
    switch phase {
    case .holding:
      OrderStatus(
        reason: "HOLDING_NUMBERS",
        meaning: "The numbers are being held for the order.",
        nextActor: Self.trunkline
      )
    case .waitingForTerms:
      OrderStatus(
        reason: "WAITING_FOR_TERMS_OF_SERVICE",
        meaning: "The numbers are held. They are activated when a customer administrator has accepted the "
          + "terms of service; a partner cannot accept them.",
        nextActor: "customer administrator"
      )
    case .assigning:
      OrderStatus(
        reason: "ASSIGNING_NUMBERS",
        meaning: "The terms of service are accepted; the numbers are being assigned to the location.",
        nextActor: Self.trunkline
      )
    case .provisioned:
      OrderStatus(reason: "PROVISIONED", meaning: "The numbers work.", nextActor: "")
    case .canceling:
      OrderStatus(
        reason: "CANCELING",
        meaning: "The order is being canceled: its numbers are being given back.",
        nextActor: Self.trunkline
      )
    case .canceled:
      OrderStatus(
        reason: "CANCELED",
        meaning: "The order was canceled and its numbers were given back. Nothing is charged.",
        nextActor: ""
      )
    case .compensating:
      OrderStatus(
        reason: failure,
        meaning: "The numbers could not be assigned (\(failure)); they are being given back.",
        nextActor: Self.trunkline
      )
    case .failed:
      OrderStatus(
        reason: failure,
        meaning:
          "The order failed (\(failure)) and nothing is charged. Open a TAC case that names the order, "
          + "or reserve numbers again and make a new order.",
        nextActor: "customer administrator"
      )
    }
  }
}
