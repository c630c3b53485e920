/// Where an order stands, finer than the state that the API shows.
public enum OrderPhase: String, Hashable, Sendable, CaseIterable {
  /// Its numbers are being held: an intent that becomes an order when they are, and is forgotten when they cannot be.
  case holding
  /// A customer administrator has to accept the terms of service.
  case waitingForTerms
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

  /// Whether the order exists for its customer.
  public var isVisible: Bool { self != .holding }

  /// Whether nothing more happens by itself or by the customer.
  public var isSettled: Bool { self == .provisioned || self == .canceled || self == .failed }

  /// Whether its numbers count against the limit of a trial (domain.md section 2): it has them, or may still get them.
  public var countsForTrial: Bool {
    self == .holding || self == .waitingForTerms || self == .assigning || self == .provisioned
  }

  /// What the saga has to do next.
  public var step: SagaStep? {
    switch self {
    case .holding: .hold
    case .assigning: .assign
    case .canceling, .compensating: .release
    case .waitingForTerms, .provisioned, .canceled, .failed: nil
    }
  }
}

/// A call on the inventory that an order needs. Each can be repeated without harm.
public enum SagaStep: String, Hashable, Sendable, CaseIterable {
  /// The reservation becomes a hold of the order.
  case hold
  /// The held numbers become the location's.
  case assign
  /// The held numbers become available again.
  case release
}
