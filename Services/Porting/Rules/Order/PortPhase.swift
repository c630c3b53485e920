/// Where a port order stands, finer than the state that the API shows.
public enum PortPhase: String, Hashable, Sendable, Codable, CaseIterable {
  /// The customer fills it in.
  case collecting
  /// Its numbers are noted in the inventory, so that no other order can have them.
  case reserving
  /// It is handed to the losing carrier.
  case submitting
  /// The losing carrier checks it.
  case waitingForAcceptance
  /// Refused; the customer has to mend something.
  case rejected
  /// Accepted; the losing carrier has not named the date yet.
  case waitingForFirmDate
  /// The date is firm.
  case confirmed
  /// The losing carrier is asked for another date before it accepted the order.
  case supplementing
  /// The losing carrier is asked for another date.
  case rescheduling
  /// The numbers are being moved.
  case activating
  /// They have moved, and the inventory follows.
  case arriving
  /// The inventory has them; their emergency address is being confirmed.
  case addressing
  /// The numbers are here.
  case completed
  /// The losing carrier is asked to take numbers back.
  case snappingBack
  /// It took them, and the inventory follows.
  case givingBack
  /// The losing carrier is told that it is called off.
  case callingOff
  /// It is called off, and its numbers are set free.
  case releasing
  /// Canceled; nothing is held for it.
  case canceled

  /// The state that the API shows (domain.md section 5).
  public var state: PortState {
    switch self {
    case .collecting, .reserving, .submitting, .waitingForAcceptance, .supplementing: .pending
    case .rejected: .rejected
    case .waitingForFirmDate, .rescheduling, .callingOff: .submitted
    case .confirmed, .activating, .arriving, .addressing: .firm
    case .completed, .snappingBack, .givingBack: .completed
    case .releasing, .canceled: .canceled
    }
  }

  /// The phases that can come next.
  public var successors: Set<PortPhase> {
    switch self {
    case .collecting: [.reserving, .canceled]
    case .reserving: [.submitting, .rejected, .releasing]
    case .submitting: [.waitingForAcceptance, .rejected, .callingOff]
    case .waitingForAcceptance:
      [.waitingForFirmDate, .confirmed, .rejected, .submitting, .supplementing, .callingOff]
    case .rejected: [.reserving, .releasing]
    case .waitingForFirmDate: [.confirmed, .rejected, .submitting, .rescheduling, .callingOff]
    case .confirmed:
      [.confirmed, .rejected, .waitingForFirmDate, .rescheduling, .activating, .callingOff]
    case .supplementing: [.waitingForAcceptance, .callingOff]
    case .rescheduling: [.waitingForFirmDate, .callingOff]
    case .activating: [.arriving, .rejected]
    case .arriving: [.addressing]
    case .addressing: [.completed]
    case .completed: [.snappingBack]
    case .snappingBack: [.givingBack, .completed]
    case .givingBack: [.completed]
    case .callingOff: [.releasing, .confirmed, .waitingForFirmDate]
    case .releasing: [.canceled]
    case .canceled: []
    }
  }

  /// What the worker has to do, when it is due.
  public var step: PortStep? {
    switch self {
    case .collecting: .askPortability
    case .reserving: .reserve
    case .submitting: .submit
    case .waitingForAcceptance, .waitingForFirmDate: .askForNews
    case .rejected: .remind
    case .confirmed: .beginActivation
    case .supplementing, .rescheduling: .reschedule
    case .activating: .activate
    case .arriving: .arrive
    case .addressing: .confirmAddress
    case .snappingBack: .snapBack
    case .givingBack: .giveBack
    case .callingOff: .callOff
    case .releasing: .release
    case .completed, .canceled: nil
    }
  }

  /// Whether its numbers are noted in the inventory, or may be.
  public var holdsNumbers: Bool {
    switch self {
    case .collecting, .addressing, .completed, .snappingBack, .givingBack, .canceled: false
    default: true
    }
  }

  /// Whether it goes on when the losing carrier says something.
  var awaitsCarrier: Bool {
    switch self {
    case .submitting, .waitingForAcceptance, .waitingForFirmDate, .supplementing, .rescheduling, .activating,
      .snappingBack, .callingOff:
      true
    default: false
    }
  }

  /// Whether a customer may fill in and change.
  public var isOpen: Bool { self == .collecting || self == .rejected }
  public var isEnded: Bool { self == .completed || self == .canceled }

  /// The states that can follow the present one, in the order of their definition.
  public var nextStates: [PortState] {
    var (seen, open, found): (Set<PortPhase>, [PortPhase], Set<PortState>) = ([self], [self], [])
    while let phase = open.popLast() {
      for next in phase.successors where seen.insert(next).inserted {
        if next.state == state { open.append(next) } else { found.insert(next.state) }
      }
    }
    return PortState.allCases.filter(found.contains)
  }
}

/// The state that the API shows.
public enum PortState: Int, Hashable, Sendable, Codable, CaseIterable {
  case pending = 1
  case rejected = 2
  case submitted = 3
  /// FOC_RECEIVED.
  case firm = 4
  case completed = 5
  case canceled = 6
}

/// What the worker does for an order. Each can be repeated without harm.
public enum PortStep: String, Hashable, Sendable, CaseIterable {
  case askPortability, reserve, submit, askForNews, remind, beginActivation, reschedule, activate, arrive
  case confirmAddress, snapBack, giveBack, callOff, release
}
