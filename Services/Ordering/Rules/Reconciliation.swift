import Telephony

/// Numbers that the inventory says belong to an order.
public struct InventoryHolding: Hashable, Sendable {
  /// `organizations/{organization}/orders/{order}`.
  public let order: String
  public var held: [TelephoneNumber]
  public var assigned: [TelephoneNumber]

  public init(order: String, held: [TelephoneNumber] = [], assigned: [TelephoneNumber] = []) {
    self.order = order
    self.held = held
    self.assigned = assigned
  }
}

/// Numbers that the inventory and the orders do not agree about.
public struct Discrepancy: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Held for an order that does not exist, or that has ended.
    case heldWithoutOrder = "HELD_WITHOUT_ORDER"
    /// Assigned by an order that does not exist, or that never got numbers.
    case assignedWithoutOrder = "ASSIGNED_WITHOUT_ORDER"
    /// Assigned by an order that is not about them.
    case assignedToForeignOrder = "ASSIGNED_TO_FOREIGN_ORDER"
    /// Charged, and the organization has them no more.
    case chargedWithoutNumber = "CHARGED_WITHOUT_NUMBER"

    public var description: String {
      switch self {
      case .heldWithoutOrder: "The inventory holds them for an order that does not exist or has ended."
      case .assignedWithoutOrder: "They are assigned by an order that does not exist or never got numbers."
      case .assignedToForeignOrder: "They are assigned by an order that is not about them."
      case .chargedWithoutNumber: "The organization is charged for them, or would be, and has them no more."
      }
    }

    /// What putting it right has done.
    public var repair: String {
      self == .chargedWithoutNumber ? "They are not charged any more." : "They were given back."
    }
  }

  /// The order, or the port order, that is named beside them.
  public let order: String
  public let numbers: [TelephoneNumber]
  public let kind: Kind
}

/// Compares what the inventory has of an order with the order. Nothing may be held or assigned that no order owns
/// (domain.md section 4).
public enum Reconciliation {
  /// - Parameter order: as it is now, read **after** the inventory: an intent is stored before anything is held for it,
  ///   so that what is held and has no order is an orphan.
  public static func compare(_ holding: InventoryHolding, with order: Order?) -> [Discrepancy] {
    var found: [Discrepancy] = []
    func note(_ kind: Discrepancy.Kind, _ numbers: [TelephoneNumber]) {
      if !numbers.isEmpty { found.append(Discrepancy(order: holding.order, numbers: numbers, kind: kind)) }
    }
    if order?.mayHold != true { note(.heldWithoutOrder, holding.held) }
    guard let order, order.mayHaveAssigned else {
      note(.assignedWithoutOrder, holding.assigned)
      return found
    }
    let own = Set(order.numbers.lazy.filter { $0.outcome != .failed }.map(\.number))
    note(.assignedToForeignOrder, holding.assigned.filter { !own.contains($0) })
    return found
  }

  /// Finds charges without a number (domain.md section 9).
  ///
  /// - Parameters:
  ///   - provided: what an organization is or will be charged for, read **before** the inventory: numbers are noted after
  ///     the inventory has assigned them, so that one that is missing there has gone.
  ///   - inService: the numbers that the organization has.
  public static func compare(
    charged provided: [ProvidedNumber],
    with inService: Set<TelephoneNumber>
  ) -> [Discrepancy] {
    Dictionary(grouping: provided.filter { !inService.contains($0.number) }, by: \.order)
      .sorted { $0.key < $1.key }
      .map { Discrepancy(order: $0, numbers: $1.map(\.number), kind: .chargedWithoutNumber) }
  }
}

extension Order {
  /// Whether the inventory may hold numbers for it, or may be doing so at this moment.
  fileprivate var mayHold: Bool {
    switch phase {
    case .holding, .waitingForTerms, .waitingForEmergencyAddress, .assigning, .canceling, .compensating: true
    default: false
    }
  }

  /// Whether numbers of it may be assigned, or are being so at this moment.
  fileprivate var mayHaveAssigned: Bool { phase == .assigning || phase == .provisioned }
}
