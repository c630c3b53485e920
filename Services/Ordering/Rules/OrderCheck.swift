import Telephony

/// The numbers of a reservation as an order sees them.
public struct ReservedNumbers: Hashable, Sendable {
  public var numbers: [TelephoneNumber]
  /// Whether they are one block.
  public var isBlock: Bool
  /// How many of them are toll-free.
  public var tollFreeCount: Int

  public init(numbers: [TelephoneNumber], isBlock: Bool, tollFreeCount: Int) {
    self.numbers = numbers
    self.isBlock = isBlock
    self.tollFreeCount = tollFreeCount
  }
}

/// Everything that has to be right before an order is made, checked at once so that the caller learns of all that is
/// wrong in one answer.
public struct OrderCheck: Sendable {
  /// Most new standard numbers in one order (domain.md section 4).
  public static let largestOrder = 100
  /// Most numbers that a trial ever gets (domain.md section 2).
  public static let trialLimit = 10

  public var request: OrderRequest
  public var organization: OrganizationFacts?
  public var location: LocationFacts?
  /// Nil when the reservation could not be read; `reservationProblem` may say why.
  public var reservation: ReservedNumbers?
  /// Why the reservation cannot be ordered.
  public var reservationProblem: Violation?
  /// Numbers that the organization's orders have or may still get.
  public var numbersSoFar: Int

  public init(
    request: OrderRequest,
    organization: OrganizationFacts? = nil,
    location: LocationFacts? = nil,
    reservation: ReservedNumbers? = nil,
    reservationProblem: Violation? = nil,
    numbersSoFar: Int = 0
  ) {
    self.request = request
    self.organization = organization
    self.location = location
    self.reservation = reservation
    self.reservationProblem = reservationProblem
    self.numbersSoFar = numbersSoFar
  }

  /// The draft, when nothing is wrong with it.
  public func draft() throws(Refusal) -> OrderDraft {
    let form = request.formViolations() + sizeViolations()
    let conditions = conditionViolations()
    guard let first = (form + conditions).first else { return request.draft }
    var refusal = Refusal(violations: form + conditions)
    if form.isEmpty {
      refusal.kind = first.reason == "LOCATION_NOT_FOUND" ? .notFound : .precondition
    }
    throw refusal
  }

  private func sizeViolations() -> [Violation] {
    guard let reservation, reservation.numbers.count > Self.largestOrder else { return [] }
    return [
      Violation(
        field: "order.reservation",
        reason: "ORDER_TOO_LARGE",
        description: "It holds \(reservation.numbers.count) numbers; an order takes at most "
          + "\(Self.largestOrder). Reserve them in parts."
      )
    ]
  }

  private func conditionViolations() -> [Violation] {
    var violations = locationViolations()
    violations += organization?.callingPlanViolations(field: "parent") ?? []
    violations += reservationProblem.map { [$0] } ?? []
    if let reservation {
      violations += trialViolations(reservation)
      violations += tollFreeViolations(reservation)
    }
    return violations
  }

  private func locationViolations() -> [Violation] {
    guard request.namesLocation else { return [] }
    guard let location else {
      return [
        Violation(
          field: "order.location",
          reason: "LOCATION_NOT_FOUND",
          description: "The organization has no such location. Create it, or correct the name."
        )
      ]
    }
    return location.callingPlanViolations(field: "order.location")
  }

  private func trialViolations(_ reservation: ReservedNumbers) -> [Violation] {
    guard organization?.accountType == .trial else { return [] }
    var violations: [Violation] = []
    if reservation.isBlock || reservation.tollFreeCount > 0 {
      violations.append(
        Violation(
          field: "order.reservation",
          reason: "NOT_AVAILABLE_ON_TRIAL",
          description: "A trial has no \(reservation.isBlock ? "blocks" : "toll-free numbers"). "
            + "Reserve single local numbers, or convert the account."
        )
      )
    }
    if numbersSoFar + reservation.numbers.count > Self.trialLimit {
      violations.append(
        Violation(
          field: "order.reservation",
          reason: "TRIAL_NUMBER_LIMIT",
          description:
            "A trial gets at most \(Self.trialLimit) numbers; \(numbersSoFar) are ordered already. "
            + "Reserve fewer, or convert the account."
        )
      )
    }
    return violations
  }

  // domain.md section 3: toll-free numbers singly, and only at locations in the US and Canada.
  private func tollFreeViolations(_ reservation: ReservedNumbers) -> [Violation] {
    guard let location, reservation.tollFreeCount > 0 else { return [] }
    if !location.takesTollFree {
      return [
        Violation(
          field: "order.location",
          reason: "TOLL_FREE_UNAVAILABLE",
          description: "Toll-free numbers are for locations in the US and Canada only."
        )
      ]
    }
    guard reservation.isBlock else { return [] }
    return [
      Violation(
        field: "order.reservation",
        reason: "TOLL_FREE_BLOCK",
        description: "Toll-free numbers are not sold as a block. Reserve them singly."
      )
    ]
  }
}
