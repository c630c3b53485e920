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
    precondition("ORDER_ENDED", order, "has ended (\(order.status.reason)). Make a new order.")
  }

  static func orderInProgress(_ order: Order) -> Refusal {
    precondition(
      "ORDER_IN_PROGRESS",
      order,
      "is being carried out (\(order.status.reason)). Wait until it has come to its next state; numbers that are "
        + "provisioned and not wanted can be released."
    )
  }

  static func orderProvisioned(_ order: Order) -> Refusal {
    precondition(
      "ORDER_PROVISIONED",
      order,
      "is PROVISIONED and cannot be canceled. Release the numbers you do not want."
    )
  }

  static func numbersNotHeld(_ order: Order) -> Refusal {
    precondition(
      "NUMBERS_NOT_HELD",
      order,
      "has no numbers yet (\(order.status.reason)). The terms of service are accepted when it has."
    )
  }

  static func notAssisted(_ order: Order) -> Refusal {
    precondition(
      "ORDER_NOT_ASSISTED",
      order,
      "is self-service: it takes no documents and is not reviewed."
    )
  }

  static func notOpen(_ order: Order) -> Refusal {
    precondition(
      "ORDER_NOT_OPEN",
      order,
      "is \(order.status.reason) and cannot be changed now. Wait for the reviewer, or cancel it."
    )
  }

  static func notUnderReview(_ order: Order) -> Refusal {
    precondition("ORDER_NOT_UNDER_REVIEW", order, "is \(order.status.reason), not UNDER_REVIEW.")
  }

  static func documentLimit(_ order: Order) -> Refusal {
    precondition(
      "DOCUMENT_LIMIT",
      order,
      "has \(OrderApplication.maximumDocuments) documents, the most there can be. Remove one first."
    )
  }

  static func emergencyInformationNotAsked(_ order: Order) -> Refusal {
    precondition(
      "EMERGENCY_INFORMATION_NOT_ASKED",
      order,
      "does not ask for additional information of the emergency address; its country has none."
    )
  }

  static func unexpectedStep(_ order: Order) -> Refusal {
    precondition("UNEXPECTED_STEP", order, "is \(order.phase.rawValue); the step does not fit.")
  }

  private static func precondition(_ reason: String, _ order: Order, _ what: String) -> Refusal {
    Refusal(
      .precondition,
      reason,
      "Order \(order.name) \(what)",
      metadata: ["order": order.name, "status": order.status.reason]
    )
  }
}
