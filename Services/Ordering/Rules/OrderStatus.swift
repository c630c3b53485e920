import Telephony

/// What the state of an order means and who must act next (domain.md section 9).
public struct OrderStatus: Hashable, Sendable {
  public let phase: OrderPhase
  /// Reason code of what went wrong; empty while nothing has.
  public let failure: String
  /// What the reviewer told the customer; empty when nothing.
  public let message: String
  /// Until when who must act should have acted; nil when there is no date.
  public let actUntil: Instant?

  public init(phase: OrderPhase, failure: String, message: String, actUntil: Instant?) {
    self.phase = phase
    self.failure = failure
    self.message = message
    self.actUntil = actUntil
  }

  /// A code for programs.
  public var reason: String {
    switch phase {
    case .collecting: message.isEmpty ? "COLLECTING_DOCUMENTS" : "REVIEWER_ASKED"
    case .waitingForEmergencyInformation: "WAITING_FOR_EMERGENCY_INFORMATION"
    case .underReview: "UNDER_REVIEW"
    case .actionRequired: "REVIEWER_ASKED"
    case .reserving: "RESERVING_NUMBERS"
    case .waitingForStock: "WAITING_FOR_STOCK"
    case .holding: "HOLDING_NUMBERS"
    case .waitingForTerms: "WAITING_FOR_TERMS_OF_SERVICE"
    case .waitingForEmergencyAddress: failure.isEmpty ? "CHECKING_EMERGENCY_ADDRESS" : failure
    case .assigning: "ASSIGNING_NUMBERS"
    case .canceling: "CANCELING"
    case .provisioned: "PROVISIONED"
    case .canceled: "CANCELED"
    case .compensating, .failed: failure
    }
  }

  /// Who must act next; empty for nobody.
  public var nextActor: String {
    switch phase {
    case .collecting, .waitingForEmergencyInformation, .actionRequired, .failed: "customer"
    case .underReview: "operator"
    case .waitingForTerms: "customer administrator"
    case .waitingForEmergencyAddress: failure.isEmpty ? "trunkline" : "customer"
    case .reserving, .waitingForStock, .holding, .assigning, .canceling, .compensating: "trunkline"
    case .provisioned, .canceled: ""
    }
  }

  /// The same for people.
  public var meaning: String {
    switch phase {
    case .collecting:
      message.isEmpty
        ? "Attach the documents that are required, then submit the order."
        : "The reviewer asks: \(message) Do that, then submit the order again."
    case .waitingForEmergencyInformation:
      "The order was handed in. It goes on when the additional information of the emergency address is given."
    case .underReview: "The order is being reviewed. The date is an estimate, not a promise."
    case .actionRequired:
      "The reviewer asks: \(message) Do that, then submit the order again. Technical support (PTS) helps."
    case .reserving: "Numbers are being reserved for the order."
    case .waitingForStock:
      "There are not enough numbers, or the organization holds as many as it may. The order waits without a limit in "
        + "time; it can be canceled until then."
    case .holding: "The numbers are being held for the order."
    case .waitingForTerms:
      "The numbers are held, without a limit in time. They are activated when a customer administrator has accepted "
        + "the terms of service; a partner cannot accept them."
    case .waitingForEmergencyAddress:
      failure.isEmpty
        ? "The terms of service are accepted; it is being found out whether the location has an emergency address."
        : "The location has no emergency address, and no number is activated without one. Give it one "
          + "(SetLocationAddress); the order then goes on by itself. It can be canceled until then."
    case .assigning: "The terms of service are accepted; the numbers are being assigned to the location."
    case .provisioned: "The numbers work."
    case .canceling: "The order is being canceled: its numbers are being given back."
    case .canceled: "The order was canceled and nothing is held for it. Nothing is charged."
    case .compensating: "The numbers could not be assigned (\(failure)); they are being given back."
    case .failed: failureMeaning
    }
  }

  private var failureMeaning: String {
    guard failure != Self.rejected else {
      return "The reviewer rejected the order: \(message) Nothing is charged. Make a new order that is right."
    }
    if OrderChange.isAboutStock(failure) {
      return
        "The order failed (\(failure)): there were not enough numbers when it was carried out. Nothing is charged. Make "
        + "a new order with the policy BACKORDER, which waits for stock, or PARTIAL, or open a TAC case."
    }
    return
      "The order failed (\(failure)) and nothing is charged. Open a TAC case that names the order, or make "
      + "a new order."
  }

  /// Why an order waits whose location has no emergency address.
  static let addressMissing = "EMERGENCY_ADDRESS_MISSING"

  /// The failure of an order that the reviewer rejected.
  static let rejected = "REJECTED_BY_REVIEWER"
}
