import Telephony

/// Asks for numbers to be held.
public struct ReserveCommand: Hashable, Sendable {
  /// Which numbers to take.
  public enum Selection: Hashable, Sendable {
    /// These.
    case specific([TelephoneNumber])
    /// As many as asked for, chosen by the system.
    case quantity(NumberCriteria, count: Int)
    /// One run of consecutive numbers, chosen by the system.
    case block(NumberCriteria, size: Int)
  }

  /// Id of the organization that gets them.
  public var organization: String
  /// Which numbers to take.
  public var selection: Selection
  /// Take what there is instead of refusing when some are gone.
  public var bestEffort: Bool

  /// Asks for numbers.
  public init(organization: String, selection: Selection, bestEffort: Bool = false) {
    self.organization = organization
    self.selection = selection
    self.bestEffort = bestEffort
  }

  func check(_ limits: ReservationLimits) throws(Refusal) {
    let violations = violations(limits)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
  }

  private func violations(_ limits: ReservationLimits) -> [Violation] {
    switch selection {
    case .specific(let numbers): specificViolations(numbers, limits)
    case .quantity(let criteria, let count):
      criteria.violations(path: "quantity.criteria")
        + ((1...limits.numbersPerReservation).contains(count)
          ? [] : [.quantity("quantity.count", limits.numbersPerReservation)])
    case .block(let criteria, let size):
      criteria.violations(path: "block.criteria") + blockViolations(criteria, size)
    }
  }

  private func specificViolations(_ numbers: [TelephoneNumber], _ limits: ReservationLimits) -> [Violation] {
    guard numbers.count != 1 else { return [] }
    guard (1...limits.numbersPerReservation).contains(numbers.count) else {
      return [.quantity("specific.phone_numbers", limits.numbersPerReservation)]
    }
    return Violation.duplicates(numbers, "specific.phone_numbers")
  }

  private func blockViolations(_ criteria: NumberCriteria, _ size: Int) -> [Violation] {
    var violations: [Violation] = []
    if !OrderableBlock.sizes.contains(size) { violations.append(.blockSize("block.size")) }
    if criteria.type == .tollFree { violations.append(.tollFreeBlock("block.criteria.number_type")) }
    if bestEffort {
      violations.append(
        Violation(
          field: "best_effort",
          reason: "BLOCK_IS_WHOLE",
          description: "A block is taken whole or not at all. Leave best_effort out, or ask for a quantity."
        )
      )
    }
    return violations
  }
}

extension Violation {
  static func quantity(_ field: String, _ limit: Int) -> Violation {
    Violation(
      field: field,
      reason: "INVALID_QUANTITY",
      description: "A reservation has 1 to \(limit) numbers, or one block. Give so many."
    )
  }
}
