import Telephony

extension Refusal {
  /// The terms of service are for the customer (domain.md section 2).
  public static var customerMustSign: Refusal {
    Refusal(
      .permission,
      "CUSTOMER_MUST_SIGN",
      "The customer must sign: only a customer administrator of the organization accepts the terms of service. "
        + "Ask one to accept them; partners cannot."
    )
  }

  static func orderEnded(_ order: Order) -> Refusal {
    Refusal(
      .precondition,
      "ORDER_ENDED",
      "Order \(order.name) has ended (\(order.status.reason)). Reserve numbers again and make a new order.",
      metadata: ["order": order.name, "status": order.status.reason]
    )
  }

  static func orderInProgress(_ order: Order) -> Refusal {
    Refusal(
      .precondition,
      "ORDER_IN_PROGRESS",
      "The terms of service of \(order.name) are accepted and its numbers are being assigned. "
        + "Wait until it is PROVISIONED; then release the numbers you do not want.",
      metadata: ["order": order.name]
    )
  }

  static func orderProvisioned(_ order: Order) -> Refusal {
    Refusal(
      .precondition,
      "ORDER_PROVISIONED",
      "Order \(order.name) is PROVISIONED and cannot be canceled. Release the numbers you do not want.",
      metadata: ["order": order.name]
    )
  }
}
