import Telephony

/// One thing that happened to an order, and how it stood after that.
public struct HistoryEntry: Hashable, Sendable {
  public enum Event: String, Hashable, Sendable, CaseIterable {
    case created = "CREATED"
    case documentAttached = "DOCUMENT_ATTACHED"
    case documentRemoved = "DOCUMENT_REMOVED"
    case emergencyInformationGiven = "EMERGENCY_INFORMATION_GIVEN"
    case submitted = "SUBMITTED"
    case approved = "APPROVED"
    case actionRequested = "ACTION_REQUESTED"
    case rejected = "REJECTED"
    case numbersReserved = "NUMBERS_RESERVED"
    case reservationRefused = "RESERVATION_REFUSED"
    case stockAwaited = "STOCK_AWAITED"
    case reservationLost = "RESERVATION_LOST"
    case numbersHeld = "NUMBERS_HELD"
    case termsAccepted = "TERMS_OF_SERVICE_ACCEPTED"
    case emergencyAddressAwaited = "EMERGENCY_ADDRESS_AWAITED"
    case emergencyAddressFound = "EMERGENCY_ADDRESS_FOUND"
    case provisioned = "PROVISIONED"
    case cancellationRequested = "CANCELLATION_REQUESTED"
    case assignmentRefused = "ASSIGNMENT_REFUSED"
    case numbersReleased = "NUMBERS_RELEASED"
    case releaseRefused = "RELEASE_REFUSED"

    /// The event for people.
    public var description: String {
      switch self {
      case .created: "The order was created."
      case .documentAttached: "A document was attached."
      case .documentRemoved: "A document was taken off."
      case .emergencyInformationGiven: "The additional information of the emergency address was given."
      case .submitted: "The order was handed in for review."
      case .approved: "The reviewer approved the order."
      case .actionRequested: "The reviewer asked the customer for something."
      case .rejected: "The reviewer rejected the order."
      case .numbersReserved: "Numbers were reserved for the order."
      case .reservationRefused: "The inventory refused to reserve the numbers."
      case .stockAwaited: "The numbers cannot be reserved yet; the order waits."
      case .reservationLost: "The reservation ended before the order held its numbers; others are reserved."
      case .numbersHeld: "The numbers are held for the order and do not expire any more."
      case .termsAccepted: "The terms of service were accepted."
      case .emergencyAddressAwaited: "The location has no emergency address; the order waits for one."
      case .emergencyAddressFound: "The location has an emergency address."
      case .provisioned: "The numbers were assigned to the location and work."
      case .cancellationRequested: "The order was canceled."
      case .assignmentRefused: "The inventory refused to assign the numbers."
      case .numbersReleased: "The numbers were given back."
      case .releaseRefused: "The inventory refused to take the numbers back."
      }
    }
  }

  public let time: Instant
  /// Who did it.
  public let principal: String
  public let event: Event
  /// What it meant: nil for entries from before that was kept.
  public let status: OrderStatus?

  public init(time: Instant, principal: String, event: Event, status: OrderStatus?) {
    self.time = time
    self.principal = principal
    self.event = event
    self.status = status
  }
}
