import Telephony

/// One thing that happened to a port order. Entries are added and never changed.
public struct PortHistoryEntry: Hashable, Sendable {
  public enum Event: String, Hashable, Sendable, CaseIterable {
    case created = "CREATED"
    case changed = "CHANGED"
    case documentAttached = "DOCUMENT_ATTACHED"
    case letterSigned = "LETTER_SIGNED"
    case documentRequested = "DOCUMENT_REQUESTED"
    case letterReminded = "LETTER_REMINDED"
    case documentExpiring = "DOCUMENT_EXPIRING"
    case portabilityAnswered = "PORTABILITY_ANSWERED"
    case portabilityReviewed = "PORTABILITY_REVIEWED"
    case submitted = "SUBMITTED"
    case resubmitted = "RESUBMITTED"
    case numbersNoted = "NUMBERS_NOTED"
    case handedToCarrier = "HANDED_TO_CARRIER"
    case accepted = "ACCEPTED"
    case rejected = "REJECTED"
    case reminded = "REMINDED"
    case firmDateReceived = "FIRM_DATE_RECEIVED"
    case firmDateDiffers = "FIRM_DATE_DIFFERS"
    case carrierChased = "CARRIER_CHASED"
    case rescheduleRequested = "RESCHEDULE_REQUESTED"
    case rescheduled = "RESCHEDULED"
    case activationBegun = "ACTIVATION_BEGUN"
    case activated = "ACTIVATED"
    case numbersStayed = "NUMBERS_STAYED"
    case numbersArrived = "NUMBERS_ARRIVED"
    case registryRefused = "REGISTRY_REFUSED"
    case addressMissing = "EMERGENCY_ADDRESS_MISSING"
    case completed = "COMPLETED"
    case rescheduleRefused = "RESCHEDULE_REFUSED"
    case cancellationRequested = "CANCELLATION_REQUESTED"
    case cancellationRefused = "CANCELLATION_REFUSED"
    case calledOff = "CALLED_OFF"
    case canceled = "CANCELED"
    case expired = "EXPIRED"
    case split = "SPLIT"
    case snapBackRequested = "SNAP_BACK_REQUESTED"
    case snapBackAnswered = "SNAP_BACK_ANSWERED"
    case snapBackRefused = "SNAP_BACK_REFUSED"
    case snappedBack = "SNAPPED_BACK"
  }

  public let time: Instant
  public let principal: String
  public let event: Event
  public let state: PortState
  /// Reason code; empty for none.
  public let reason: String

  public init(time: Instant, principal: String, event: Event, state: PortState, reason: String) {
    self.time = time
    self.principal = principal
    self.event = event
    self.state = state
    self.reason = reason
  }
}

extension PortHistoryEntry {
  /// The same for people.
  public var description: String {
    let text =
      switch event {
      case .created: "The draft was made."
      case .changed: "What was filled in was changed."
      case .documentAttached: "A document was attached."
      case .letterSigned: "The letter of agency was signed here."
      case .documentRequested: "Support asked for another document."
      case .letterReminded: "The contacts were reminded of the letter of agency."
      case .documentExpiring: "A document is soon too old."
      case .portabilityAnswered: "The losing carrier answered whether the numbers can be ported."
      case .portabilityReviewed: "Technical support (PTS) found that numbers can be ported all the same."
      case .submitted: "The order was submitted."
      case .resubmitted: "The order is handed in again as it is."
      case .numbersNoted: "The numbers were noted as porting in."
      case .handedToCarrier: "The order was handed to the losing carrier."
      case .accepted: "The losing carrier accepted the order."
      case .rejected: "The order was rejected."
      case .reminded: "The contacts were reminded that the rejected order waits for them."
      case .firmDateReceived: "The losing carrier named the firm date."
      case .firmDateDiffers: "The firm date is not the one that was known before."
      case .carrierChased: "The losing carrier has not answered, and is being chased."
      case .rescheduleRequested: "Another date was asked for."
      case .rescheduled: "The losing carrier takes the other date into account."
      case .activationBegun: "The day of the port has come."
      case .activated: "The losing carrier let the numbers go."
      case .numbersStayed: "Some of the numbers were not let go, and stay where they are."
      case .numbersArrived: "The numbers were assigned to the location."
      case .registryRefused: "The inventory does not follow what the losing carrier has done."
      case .addressMissing: "The location of the numbers has no emergency address that is ready."
      case .completed: "The port is complete."
      case .rescheduleRefused: "The losing carrier keeps the date that it named."
      case .cancellationRequested: "The order is to be canceled."
      case .cancellationRefused: "The losing carrier did not call the port off."
      case .calledOff: "The losing carrier called the port off."
      case .canceled: "The order was canceled."
      case .expired: "Nobody mended the rejected order in time; it is canceled."
      case .split: "The order was split."
      case .snapBackRequested: "Numbers are to go back to the losing carrier."
      case .snapBackAnswered: "The losing carrier answered whether it takes the numbers back."
      case .snapBackRefused: "The losing carrier does not take all of the numbers back."
      case .snappedBack: "The numbers are back at the losing carrier."
      }
    return reason.isEmpty ? text : "\(text) \(reason)."
  }
}
