/// Where an order stands, finer than the state that the API shows. One machine for orders of both kinds.
public enum OrderPhase: String, Hashable, Sendable, CaseIterable {
  /// The customer puts documents on an assisted order.
  case collecting
  /// It was handed in, and lacks the additional information of the emergency address.
  case waitingForEmergencyInformation
  /// An operator reviews it.
  case underReview
  /// The reviewer asked for something.
  case actionRequired
  /// Numbers are being reserved for it.
  case reserving
  /// There are not enough numbers; it waits until there are.
  case waitingForStock
  /// The reservation becomes a hold of the order.
  case holding
  /// A customer administrator has to accept the terms of service.
  case waitingForTerms
  /// The terms are accepted; the location has no emergency address, or it is not known yet whether it has one.
  case waitingForEmergencyAddress
  /// The terms are accepted; the numbers are being assigned.
  case assigning
  /// Somebody canceled it; its numbers are being given back.
  case canceling
  /// The numbers could not be assigned; they are being given back.
  case compensating
  /// The numbers work.
  case provisioned
  /// Canceled; nothing is held.
  case canceled
  /// Failed; nothing is held, and a person has to look.
  case failed

  /// Whether nothing more happens by itself or by the customer.
  public var isSettled: Bool { successors.isEmpty }

  /// Whether its numbers count against the limit of a trial (domain.md section 2): it has them, or may still get them.
  public var countsForTrial: Bool {
    switch self {
    case .canceling, .compensating, .canceled, .failed: false
    default: true
    }
  }

  /// Whether documents can be put on it and taken off.
  public var takesDocuments: Bool { self == .collecting || self == .actionRequired }

  /// What the saga has to do next.
  public var step: SagaStep? {
    switch self {
    case .reserving, .waitingForStock: .reserve
    case .holding: .hold
    case .waitingForEmergencyAddress: .awaitAddress
    case .assigning: .assign
    case .canceling, .compensating: .release
    default: nil
    }
  }

  /// The phases that can come next.
  public var successors: Set<OrderPhase> {
    switch self {
    case .collecting: [.waitingForEmergencyInformation, .underReview, .canceled]
    case .waitingForEmergencyInformation: [.underReview, .canceled]
    case .underReview: [.collecting, .actionRequired, .reserving, .canceled, .failed]
    case .actionRequired: [.underReview, .canceled]
    case .reserving: [.waitingForStock, .holding, .failed]
    case .waitingForStock: [.holding, .canceled, .failed]
    case .holding: [.reserving, .waitingForTerms, .failed]
    case .waitingForTerms: [.waitingForEmergencyAddress, .assigning, .canceling]
    case .waitingForEmergencyAddress: [.assigning, .canceling]
    case .assigning: [.compensating, .provisioned]
    case .canceling: [.canceled, .failed]
    case .compensating: [.failed]
    case .provisioned, .canceled, .failed: []
    }
  }
}

/// The state that the API shows (domain.md section 4).
public enum OrderState: String, Hashable, Sendable, CaseIterable {
  case pending = "PENDING"
  case provisioned = "PROVISIONED"
  case error = "ERROR"
  case actionRequired = "ACTION_REQUIRED"
  case canceled = "CANCELED"
}

extension OrderPhase {
  public var state: OrderState {
    switch self {
    case .provisioned: .provisioned
    case .compensating, .failed: .error
    case .actionRequired: .actionRequired
    case .canceled: .canceled
    default: .pending
    }
  }

  /// The states that can follow the present one, in the order of their definition.
  ///
  /// - Parameter knowsActionRequired: whether the order's country has that state.
  public func nextStates(knowsActionRequired: Bool = true) -> [OrderState] {
    var seen: Set<OrderPhase> = [self]
    var open = [self]
    var found: Set<OrderState> = []
    while let phase = open.popLast() {
      for next in phase.successors where seen.insert(next).inserted {
        if next == .actionRequired, !knowsActionRequired { continue }
        if next.state == state { open.append(next) } else { found.insert(next.state) }
      }
    }
    return OrderState.allCases.filter(found.contains)
  }
}

/// A call on another service that an order needs. Each can be repeated without harm.
public enum SagaStep: String, Hashable, Sendable, CaseIterable {
  /// Numbers are reserved.
  case reserve
  /// The reservation becomes a hold of the order.
  case hold
  /// It is asked whether the location has an emergency address.
  case awaitAddress
  /// The held numbers become the location's.
  case assign
  /// The held numbers become available again.
  case release
}
