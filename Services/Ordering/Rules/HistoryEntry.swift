import Telephony

/// One thing that happened to an order.
public struct HistoryEntry: Hashable, Sendable {
  public enum Event: String, Hashable, Sendable, CaseIterable {
    case created = "CREATED"
    case numbersHeld = "NUMBERS_HELD"
    case termsAccepted = "TERMS_OF_SERVICE_ACCEPTED"
    case provisioned = "PROVISIONED"
    case cancellationRequested = "CANCELLATION_REQUESTED"
    case assignmentRefused = "ASSIGNMENT_REFUSED"
    case numbersReleased = "NUMBERS_RELEASED"
    case releaseRefused = "RELEASE_REFUSED"

    /// The event for people.
    public var description: String {
      switch self {
      case .created: "The order was created."
      case .numbersHeld: "The numbers of the reservation are held for the order and do not expire any more."
      case .termsAccepted: "The terms of service were accepted."
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

  public init(time: Instant, principal: String, event: Event) {
    self.time = time
    self.principal = principal
    self.event = event
  }
}
