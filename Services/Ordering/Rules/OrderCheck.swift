import Telephony

/// The numbers of a reservation as an order sees them.
public struct ReservedNumbers: Hashable, Sendable {
  public var numbers: [TelephoneNumber]
  /// Whether they are one block.
  public var isBlock: Bool
  /// How many of them are toll-free.
  public var tollFreeCount: Int
  /// Countries that they belong to, as far as that is known; toll-free ones belong to none.
  public var countryCodes: Set<String>

  public init(
    numbers: [TelephoneNumber],
    isBlock: Bool,
    tollFreeCount: Int,
    countryCodes: Set<String> = []
  ) {
    self.numbers = numbers
    self.isBlock = isBlock
    self.tollFreeCount = tollFreeCount
    self.countryCodes = countryCodes
  }
}

/// Everything that has to be right before an order is made, checked at once so that the caller learns of all that is
/// wrong in one answer.
public struct OrderCheck: Sendable {
  /// Most numbers that a trial ever gets (domain.md section 2).
  public static let trialLimit = 10

  public var request: OrderRequest
  public var organization: OrganizationFacts?
  public var location: LocationFacts?
  /// The rules of the location's country; nil when it is not known.
  public var country: CountryTerms?
  /// Nil when there is none, or it could not be read; `reservationProblem` may say why.
  public var reservation: ReservedNumbers?
  /// Why the reservation cannot be ordered.
  public var reservationProblem: Violation?
  /// What is wrong, not merely missing, of the applicant.
  public var applicantProblems: [Violation]
  /// Numbers that the organization's orders have or may still get.
  public var numbersSoFar: Int

  public init(
    request: OrderRequest,
    organization: OrganizationFacts? = nil,
    location: LocationFacts? = nil,
    country: CountryTerms? = nil,
    reservation: ReservedNumbers? = nil,
    reservationProblem: Violation? = nil,
    applicantProblems: [Violation] = [],
    numbersSoFar: Int = 0
  ) {
    self.request = request
    self.organization = organization
    self.location = location
    self.country = country
    self.reservation = reservation
    self.reservationProblem = reservationProblem
    self.applicantProblems = applicantProblems
    self.numbersSoFar = numbersSoFar
  }

  /// The draft, when nothing is wrong with it.
  public func draft() throws(Refusal) -> OrderDraft {
    let form = request.formViolations() + sizeViolations() + applicantProblems
    let conditions = conditionViolations()
    guard let first = (form + conditions).first else {
      guard let country, let selection else { throw Refusal(violations: [.countryNotOffered]) }
      return OrderDraft(
        organization: request.organization,
        location: request.location,
        kind: country.kind,
        selection: selection,
        fulfillment: request.fulfillment,
        usage: request.usage,
        details: request.details,
        terms: country.application
      )
    }
    var refusal = Refusal(violations: form + conditions)
    if form.isEmpty {
      refusal.kind = first.reason == "LOCATION_NOT_FOUND" ? .notFound : .precondition
    }
    throw refusal
  }

  /// What was asked for, once its form is right.
  private var selection: NumberSelection? {
    switch request.wish {
    case .none, .contradictory: nil
    case .reservation(let name, let token): .reservation(name: name, fencingToken: token)
    case .specific(let texts): .specific(texts.compactMap(TelephoneNumber.init(e164:)))
    case .quantity(let count, let criteria): .quantity(count, criteria)
    case .block(let size, let criteria): .block(size, criteria)
    }
  }

  private func conditionViolations() -> [Violation] {
    var violations = locationViolations()
    violations += organization?.callingPlanViolations(field: "parent") ?? []
    violations += reservationProblem.map { [$0] } ?? []
    violations += typeViolations()
    violations += trialViolations()
    violations += tollFreeViolations()
    violations += serviceViolations()
    return violations
  }
}

// MARK: - What is asked for
extension OrderCheck {
  /// The field that says which numbers.
  var selectionField: String {
    switch request.wish {
    case .none, .contradictory: "order.selection"
    case .reservation: "order.reservation"
    case .specific: "order.specific"
    case .quantity: "order.quantity"
    case .block: "order.block"
    }
  }

  var wantedCount: Int {
    switch request.wish {
    case .none, .contradictory: 0
    case .reservation: reservation?.numbers.count ?? 0
    case .specific(let numbers): numbers.count
    case .quantity(let count, _), .block(let count, _): count
    }
  }

  var isBlock: Bool {
    if case .block = request.wish { return true }
    return reservation?.isBlock ?? false
  }

  /// How many toll-free numbers are asked for, as far as that is known.
  var tollFreeCount: Int {
    switch request.wish {
    case .quantity(let count, let criteria), .block(let count, let criteria):
      criteria.type == .tollFree ? max(count, 1) : 0
    default: reservation?.tollFreeCount ?? 0
    }
  }
}
