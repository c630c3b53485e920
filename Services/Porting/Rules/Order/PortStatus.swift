import Telephony

/// What the phase of an order means, who must act, and what to do (domain.md section 9).
public struct PortStatus: Hashable, Sendable {
  private let order: PortOrder

  public init(_ order: PortOrder) { self.order = order }

  /// A code for programs.
  public var phase: String {
    switch order.phase {
    case .collecting: "COLLECTING"
    case .reserving: "NOTING_NUMBERS"
    case .submitting: "HANDING_TO_CARRIER"
    case .waitingForAcceptance: "WAITING_FOR_CARRIER"
    case .rejected: "WAITING_FOR_CUSTOMER"
    case .waitingForFirmDate: "WAITING_FOR_FIRM_DATE"
    case .confirmed: "DATE_IS_FIRM"
    case .supplementing, .rescheduling: "RESCHEDULING"
    case .activating: "ACTIVATING"
    case .arriving: "TAKING_OVER"
    case .addressing: "CONFIRMING_EMERGENCY_ADDRESS"
    case .completed: "COMPLETED"
    case .snappingBack: "SNAPPING_BACK"
    case .givingBack: "GIVING_BACK"
    case .callingOff: "CALLING_OFF"
    case .releasing: "RELEASING_NUMBERS"
    case .canceled: "CANCELED"
    }
  }

  /// Who must act next; empty for nobody.
  public var nextActor: String {
    switch order.phase {
    case .collecting: "customer administrator or partner"
    case .rejected:
      ["UNKNOWN", "REGISTRY_CONFLICT"].contains(order.reason)
        ? "customer, with technical support (PTS)" : "customer administrator or partner"
    case .waitingForAcceptance, .waitingForFirmDate, .supplementing, .rescheduling, .snappingBack,
      .callingOff:
      "losing carrier"
    case .arriving, .givingBack: order.reason.isEmpty ? "trunkline" : "technical support (PTS)"
    case .addressing: lacksAddress ? "customer administrator or partner" : "trunkline"
    case .submitting, .activating: order.isChased ? "losing carrier" : "trunkline"
    case .reserving, .releasing: "trunkline"
    case .completed: hasStayed ? "customer administrator or partner" : ""
    case .confirmed, .canceled: ""
    }
  }

  /// Until when who must act should have acted, or is looked at again; nil when nobody has to, or whenever they like.
  public var actUntil: Instant? {
    let since = order.phaseTime ?? order.updateTime
    return switch order.phase {
    case .collecting: order.submitUntil
    case .rejected: order.actUntil
    case .reserving, .releasing: since + PortDue.stepTime
    case .arriving, .addressing, .givingBack:
      since + (order.reason.isEmpty ? PortDue.stepTime : PortDue.restoreTime)
    case .confirmed, .completed, .canceled: nil
    case .submitting, .waitingForAcceptance, .waitingForFirmDate, .supplementing, .rescheduling, .activating,
      .snappingBack, .callingOff:
      PortDue.chase(order)
    }
  }

  /// What to do about a rejection; empty when there is none.
  public var fix: String {
    if lacksAddress {
      return order.reason == AddressLack.missing.rawValue
        ? "Give the location an emergency address. The order goes on by itself."
        : "See the next step of the location's emergency address. The order goes on by itself."
    }
    if order.phase == .completed, hasStayed {
      return "Port the numbers that stayed with an order of their own, mended as the fix of each says."
    }
    if order.phase == .arriving || order.phase == .givingBack, !order.reason.isEmpty {
      return "Contact PTS. The order goes on by itself once the inventory has the numbers as they are."
    }
    guard order.phase == .rejected else { return "" }
    return PortRejection(code: order.reason).fix
  }

  public var meaning: String {
    let text =
      switch order.phase {
      case .collecting: draft
      case .reserving: "It is submitted; its numbers are being noted as porting in."
      case .submitting: "It is submitted, and is being handed to the losing carrier."
      case .waitingForAcceptance: "The losing carrier checks it."
      case .rejected: rejection
      case .waitingForFirmDate: "The losing carrier accepted it, and has not named the firm date yet."
      case .confirmed: "The date is firm. It is an estimate: the losing carrier gives no guarantee."
      case .supplementing, .rescheduling: "The losing carrier is being asked for another date."
      case .activating: "The numbers are being moved."
      case .arriving: "The numbers have moved, and are being assigned to the location."
      case .addressing: address
      case .completed: completion
      case .snappingBack: "The losing carrier is asked to take numbers back. It does not have to."
      case .givingBack: "The losing carrier takes numbers back."
      case .callingOff: "It is to be canceled; the losing carrier is told."
      case .releasing: "It is canceled; its numbers are being set free."
      case .canceled: cancellation
      }
    return order.isChased && order.phase.awaitsCarrier
      ? "\(text) The losing carrier has not answered for days (CARRIER_UNRESPONSIVE): we chase it." : text
  }

  private var draft: String {
    let unportable = order.numbers.count { $0.answer == .notPortable }
    let pending = order.numbers.count { $0.answer == .pending }
    var text = "A draft; nothing was sent to the losing carrier yet."
    if unportable > 0 {
      text +=
        " \(unportable) of \(order.numbers.count) numbers cannot be ported: see the reason and fix of each."
    }
    if pending > 0 { text += " The losing carrier has not answered about \(pending) yet." }
    return text
  }

  private var rejection: String {
    "It was rejected: \(order.reason). \(fix) Without that it is canceled after \(PortDue.exceptionDays) days."
  }

  private var lacksAddress: Bool { order.phase == .addressing && !order.reason.isEmpty }

  private var address: String {
    lacksAddress
      ? "The numbers are here, but their location has no emergency address that is ready: who calls for help from one may "
        + "not be found."
      : "The numbers are here; their emergency address is being confirmed."
  }

  private var hasStayed: Bool { order.numbers.contains { $0.outcome == .notPorted } }

  private var completion: String {
    let stayed = order.numbers.filter { $0.outcome == .notPorted }.count
    let back = order.numbers.filter { $0.outcome == .snappedBack }.count
    var text = "The numbers are here, and have the emergency address of their location."
    if stayed > 0 {
      text += " \(stayed) of \(order.numbers.count) stayed where they were: see the reason of each."
    }
    if back > 0 { text += " \(back) went back to the losing carrier." }
    return text
  }

  private var cancellation: String {
    if !order.splitInto.isEmpty { return "It was split; the orders that it was split into go on." }
    return order.reason == "EXCEPTION_EXPIRED"
      ? "It was canceled because nobody mended its rejection within \(PortDue.exceptionDays) days."
      : "The port order was canceled. Its numbers stay where they are."
  }
}
