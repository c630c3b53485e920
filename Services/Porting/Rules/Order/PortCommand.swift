import Telephony

/// What can be done with a port order.
public enum PortCommand: Hashable, Sendable {
  // What customers do.
  case change(PortWish, numbers: [NumberPortability])
  case attach(PortDocumentEntry, isSignedHere: Bool)
  case submit
  case reschedule(Instant)
  case cancel
  case split(into: [String])
  case snapBack([TelephoneNumber])
  // What support does.
  case requestDocument(PortDocument)
  case review(PortReview)
  // What the worker finds out.
  case recordPortability([NumberPortability])
  case recordReserved
  /// - Parameter numbers: that the inventory refused; empty for all.
  case recordReservationRefused([TelephoneNumber])
  case recordReceipt(of: PortStep, reference: String, askAgain: Instant?)
  /// - Parameter reason: the code with which it was refused.
  case recordRefusal(of: PortStep, reason: String)
  /// The carrier could not be asked.
  case recordFailure
  case recordNews([PortNews], askAgain: Instant?)
  case remind
  case beginActivation
  case recordActivation([TelephoneNumber: String])
  case recordArrival
  /// - Parameter lack: what keeps emergency calls from the numbers that have come; nil for nothing.
  case recordAddresses(lack: AddressLack?)
  case recordSnapBack([TelephoneNumber: String])
  case recordGivenBack
  case recordRelease
}

/// What the losing carrier says has happened.
public struct PortNews: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case accepted
    case rejected(reason: String, numbers: [TelephoneNumber])
    case confirmed(Instant)
    case calledOff
  }

  /// Rises by one with every update of a reference.
  public let revision: Int
  public let kind: Kind
  public let groups: [PortGroup]

  public init(revision: Int, kind: Kind, groups: [PortGroup] = []) {
    self.revision = revision
    self.kind = kind
    self.groups = groups
  }
}

/// What a decision about a port order depends on beside the order.
public struct PortSituation: Sendable {
  public var now: Instant
  public var principal: String
  public var calendar: PortCalendar
  /// Nil when the country has no such type of port.
  public var leadTime: PortLeadTime?

  public init(now: Instant, principal: String, calendar: PortCalendar, leadTime: PortLeadTime?) {
    self.now = now
    self.principal = principal
    self.calendar = calendar
    self.leadTime = leadTime
  }
}
